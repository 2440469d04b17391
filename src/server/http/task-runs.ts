import { refused } from '../problem.ts'
import type { Services } from '../services.ts'
import { listOf } from './json-bytes.ts'
import type { Page } from '../store/page.ts'
import type { Reader } from '../store/store.ts'
import type { TaskRunRow } from '../store/tables.ts'
import { countTaskRuns, findTaskRuns, readTaskRun } from '../store/task-run.ts'
import { pagedTaskRunText, taskRunText } from '../store/task-run-text.ts'
import { taskRunHistory } from '../runs/run-history.ts'
import type { Bodies } from '../bodies/checked-body.ts'
import { pageOf, pageJson } from './paging.ts'
import { type Route, get, ok, okJson, post } from './route.ts'

/** `/task_runs`: reading runs. */
export function taskRunRoutes({ store }: Services): readonly Route[] {
  return [
    post('/task_runs/filter', {
      summary: 'Find task runs',
      body: 'TaskRunsQuery',
      answers: { 200: { list: 'TaskRun' } },
      async handle({ body }) {
        const now = store.now()
        const rows = await store.read((db) => found(db, body, pageOf(body)))
        return okJson(listOf(rows.map((row) => taskRunText(row, now))))
      },
    }),
    post('/task_runs/count', {
      summary: 'Count task runs',
      body: 'TaskRunsQuery',
      answers: { 200: 'integer' },
      handle: async ({ body }) => ok(await store.read((db) => countTaskRuns(db, body))),
    }),
    post('/task_runs/paginate', {
      summary: 'Find task runs, a page at a time',
      body: 'TaskRunsQuery',
      answers: { 200: { page: 'TaskRunResponse' } },
      async handle({ body }) {
        const now = store.now()
        const pages = store.read((db) =>
          pageJson(
            body,
            async (page) => (await found(db, body, page)).map((row) => pagedTaskRunText(row, now)),
            () => countTaskRuns(db, body),
          ),
        )
        return okJson(await pages)
      },
    }),
    post('/task_runs/history', {
      summary: 'Count task runs by time and state',
      body: 'TaskRunHistoryQuery',
      answers: { 200: { list: 'HistoryResponse' } },
      handle: async ({ body }) => ok(await store.read((db) => taskRunHistory(db, body, store.now()))),
    }),
    get('/task_runs/{id:uuid}', {
      summary: 'Read a task run',
      answers: { 200: 'TaskRun' },
      async handle({ params }) {
        const row = await store.read((db) => readTaskRun(db, params.id))
        if (row === undefined) throw taskNotFound()
        return okJson(taskRunText(row, store.now()))
      },
    }),
  ]
}

/** What is answered where there is no such task run. */
export function taskNotFound() {
  return refused(404, 'Task not found')
}

function found(db: Reader, body: Bodies['TaskRunsQuery'], page: Page): Promise<readonly TaskRunRow[]> {
  return findTaskRuns(db, body, { page, sort: body.sort ?? 'ID_DESC' })
}
