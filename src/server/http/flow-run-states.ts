import { refused } from '../problem.ts'
import type { Services } from '../services.ts'
import { readFlowRunState, readFlowRunStates } from '../store/flow-run-state.ts'
import { listOf } from './json-bytes.ts'
import { requiredId } from './query.ts'
import { type Route, get, okJson } from './route.ts'

/** `/flow_run_states`: the states that runs have had. */
export function flowRunStateRoutes({ store }: Services): readonly Route[] {
  return [
    get('/flow_run_states/', {
      summary: 'Read the states that a flow run has had',
      query: { flow_run_id: { type: 'string', format: 'uuid', required: true } },
      answers: { 200: { list: 'State' } },
      async handle({ query }) {
        const id = requiredId(query, 'flow_run_id')
        return okJson(listOf(await store.read((db) => readFlowRunStates(db, id))))
      },
    }),
    get('/flow_run_states/{id:uuid}', {
      summary: 'Read a state that a flow run has or has had',
      answers: { 200: 'State' },
      async handle({ params }) {
        const state = await store.read((db) => readFlowRunState(db, params.id))
        if (state === undefined) throw refused(404, 'Flow run state not found')
        return okJson(state)
      },
    }),
  ]
}
