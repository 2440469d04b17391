import type { Services } from '../services.ts'
import { countTaskRunsByState, readTaskRunWithFlowRun } from '../store/task-run.ts'
import { uiTaskRunText } from '../store/task-run-text.ts'
import { taskRunDashboard } from '../task-runs/task-run-dashboard.ts'
import { type Route, get, ok, okJson, post } from './route.ts'
import { taskNotFound } from './task-runs.ts'

/** `/ui/task_runs`: what Prefect's own pages show of task runs. */
export function uiTaskRunRoutes({ store }: Services): readonly Route[] {
  return [
    post('/ui/task_runs/dashboard/counts', {
      summary: 'Count ended task runs over time',
      body: 'TaskRunDashboard',
      answers: { 200: { list: 'TaskRunCount' } },
      handle: async ({ body }) => ok(await store.read((db) => taskRunDashboard(db, body, store.now()))),
    }),
    post('/ui/task_runs/count', {
      summary: 'Count task runs by state',
      body: 'TaskRunsQuery',
      answers: { 200: 'CountByState' },
      async handle({ body }) {
        const counts = await store.read((db) => countTaskRunsByState(db, body))
        return ok({ ...NONE, ...Object.fromEntries(counts.map(({ type, count }) => [type, count])) })
      },
    }),
    get('/ui/task_runs/{id:uuid}', {
      summary: 'Read a task run with the name of its flow run',
      answers: { 200: 'UITaskRun' },
      async handle({ params }) {
        const row = await store.read((db) => readTaskRunWithFlowRun(db, params.id))
        if (row === undefined) throw taskNotFound()
        return okJson(uiTaskRunText(row, store.now()))
      },
    }),
  ]
}

const NONE = {
  COMPLETED: 0,
  PENDING: 0,
  RUNNING: 0,
  FAILED: 0,
  CANCELLED: 0,
  CRASHED: 0,
  PAUSED: 0,
  CANCELLING: 0,
  SCHEDULED: 0,
}
