import { refused } from '../problem.ts'
import type { Services } from '../services.ts'
import { listOf } from './json-bytes.ts'
import { readTaskRunState, readTaskRunStates } from '../store/task-run-state.ts'
import { requiredId } from './query.ts'
import { type Route, get, okJson } from './route.ts'

/** `/task_run_states`: the states that task runs have had. */
export function taskRunStateRoutes({ store }: Services): readonly Route[] {
  return [
    get('/task_run_states/', {
      summary: 'Read the states that a task run has had',
      query: { task_run_id: { type: 'string', format: 'uuid', required: true } },
      answers: { 200: { list: 'State' } },
      async handle({ query }) {
        const id = requiredId(query, 'task_run_id')
        return okJson(listOf(await store.read((db) => readTaskRunStates(db, id))))
      },
    }),
    get('/task_run_states/{id:uuid}', {
      summary: 'Read a state that a task run has or has had',
      answers: { 200: 'State' },
      async handle({ params }) {
        const state = await store.read((db) => readTaskRunState(db, params.id))
        // Prefect's own words, though a task run was meant
        if (state === undefined) throw refused(404, 'Flow run state not found')
        return okJson(state)
      },
    }),
  ]
}
