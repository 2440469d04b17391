import { proposedState } from '../orchestration/proposed-state.ts'
import { setTaskRunState } from '../orchestration/set-task-run-state.ts'
import { objectNotFound, refused } from '../problem.ts'
import { runName } from '../model/run-name.ts'
import type { Services } from '../services.ts'
import { readTaskRun } from '../store/task-run.ts'
import { taskRunText } from '../store/task-run-text.ts'
import { deleteTaskRun, updateTaskRun } from '../store/task-run-write.ts'
import { createTaskRun } from '../task-runs/create-task-run.ts'
import { NO_CONTENT, type Route, createdJson, del, okJson, patch, post } from './route.ts'
import { taskNotFound } from './task-runs.ts'
import { transitionAnswer } from './transition-answer.ts'

/** `/task_runs`: making and changing runs. Most are made by events instead: see `task-runs/record-task-runs.ts`. */
export function taskRunWriteRoutes({ store }: Services): readonly Route[] {
  return [
    post('/task_runs/', {
      summary: 'Make a task run, or find the one of the same flow run, task and dynamic key',
      body: 'TaskRunCreate',
      answers: { 200: 'TaskRun', 201: 'TaskRun' },
      async handle({ body }) {
        const made = await store.write(async (trx) => {
          const { id, isNew } = await createTaskRun(trx, store, body)
          return { isNew, row: await readTaskRun(trx, id) }
        })
        if (made.row === undefined) throw new Error('a task run was not made')
        const text = taskRunText(made.row, store.now())
        return made.isNew ? createdJson(text) : okJson(text)
      },
    }),
    patch('/task_runs/{id:uuid}', {
      summary: 'Rename a task run',
      body: 'TaskRunUpdate',
      answers: { 204: 'nothing' },
      async handle({ params: { id }, body }) {
        const name = body.name === undefined ? undefined : body.name || runName(store.uuid())
        if (!(await store.write((trx) => updateTaskRun(trx, id, { name, at: store.now() })))) {
          throw refused(404, 'Task run not found')
        }
        return NO_CONTENT
      },
    }),
    del('/task_runs/{id:uuid}', {
      summary: 'Delete a task run with its states and logs',
      answers: { 204: 'nothing' },
      async handle({ params }) {
        if (!(await store.write((trx) => deleteTaskRun(trx, params.id)))) throw taskNotFound()
        return NO_CONTENT
      },
    }),
    post('/task_runs/{id:uuid}/set_state', {
      summary: 'Propose a state for a task run',
      body: 'StateChange',
      answers: { 200: 'OrchestrationResult', 201: 'OrchestrationResult' },
      async handle({ params: { id }, body }) {
        const proposed = proposedState(body.state, store.now())
        const isForced = body.force === true
        const transition = await store.write((trx) => setTaskRunState(trx, store, id, proposed, { isForced }))
        if (transition === undefined) throw objectNotFound(`Task run with id ${id} not found`)
        return transitionAnswer(transition)
      },
    }),
  ]
}
