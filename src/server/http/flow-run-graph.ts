import { momentOf } from '../model/moment.ts'
import { invalidRequest } from '../problem.ts'
import { flowRunDependencies } from '../runs/flow-run-dependencies.ts'
import { flowRunGraph } from '../runs/flow-run-graph.ts'
import type { Services } from '../services.ts'
import { type Route, get, ok } from './route.ts'

/** `/flow_runs/{id}/graph` and `graph-v2`: which parts of a run waited for which. The second also shows subflows. */
export function flowRunGraphRoutes({ store }: Services): readonly Route[] {
  return [
    get('/flow_runs/{id:uuid}/graph', {
      summary: 'Read what the task runs of a flow run depend on',
      answers: { 200: { list: 'DependencyResult' } },
      handle: async ({ params }) => ok(await store.read((db) => flowRunDependencies(db, params.id, store.now()))),
    }),
    get('/flow_runs/{id:uuid}/graph-v2', {
      summary: 'Read the graph of the task runs and subflows of a flow run',
      query: { since: { type: 'string', format: 'date-time' } },
      answers: { 200: 'Graph' },
      async handle({ params, query }) {
        const since = sinceOf(query('since'))
        return ok(await store.read((db) => flowRunGraph(db, params.id, since)))
      },
    }),
  ]
}

function sinceOf(text: string | undefined): number {
  if (text === undefined) return Number.MIN_SAFE_INTEGER
  // A plus that was not percent-encoded comes as a blank.
  const since = momentOf(text) ?? momentOf(text.replace(/ (?=\d{2}:?\d{2}$)/, '+'))
  if (since !== undefined) return since
  const msg = 'Input should be a valid datetime or date'
  throw invalidRequest([{ type: 'datetime_from_date_parsing', loc: ['query', 'since'], msg, input: text }], null)
}
