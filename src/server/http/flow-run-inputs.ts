import { refused } from '../problem.ts'
import type { Services } from '../services.ts'
import { readFlowRunRow } from '../store/flow-run.ts'
import { deleteInput, findInputs, insertInput, readInput } from '../store/flow-run-input.ts'
import { flowRunNotFound } from './flow-runs.ts'
import { NO_CONTENT, type Route, created, del, get, ok, post } from './route.ts'

/** `/flow_runs/{id}/input`: values that are sent to a run, such as what it waits for. */
export function flowRunInputRoutes({ store }: Services): readonly Route[] {
  return [
    post('/flow_runs/{id:uuid}/input', {
      summary: 'Send a value to a flow run',
      body: 'FlowRunInputCreate',
      answers: { 201: 'null' },
      async handle({ params: { id: flowRunId }, body: { key, value, sender = null } }) {
        await store.write(async (trx) => {
          if ((await readFlowRunRow(trx, flowRunId)) === undefined) throw flowRunNotFound()
          const input = { id: store.uuid(), at: store.now(), flowRunId, key, value, sender }
          if (!(await insertInput(trx, input))) throw refused(409, 'A flow run input with this key already exists.')
        })
        return created(null)
      },
    }),
    post('/flow_runs/{id:uuid}/input/filter', {
      summary: 'Find values that were sent to a flow run',
      body: 'FlowRunInputsQuery',
      bodyOptional: false,
      answers: { 200: { list: 'FlowRunInput' } },
      async handle({ params, body: { prefix, limit = 1, exclude_keys: except = [] } }) {
        return ok(await store.read((db) => findInputs(db, params.id, { prefix, limit, except })))
      },
    }),
    get('/flow_runs/{id:uuid}/input/{key}', {
      summary: 'Read a value that was sent to a flow run',
      answers: { 200: 'text' },
      async handle({ params }) {
        const input = await store.read((db) => readInput(db, params.id, params.key))
        if (input === undefined) throw inputNotFound()
        return new Response(input.value, { headers: { 'content-type': 'text/plain; charset=utf-8' } })
      },
    }),
    del('/flow_runs/{id:uuid}/input/{key}', {
      summary: 'Delete a value that was sent to a flow run',
      answers: { 204: 'nothing' },
      async handle({ params }) {
        if (!(await store.write((trx) => deleteInput(trx, params.id, params.key)))) throw inputNotFound()
        return NO_CONTENT
      },
    }),
  ]
}

function inputNotFound() {
  return refused(404, 'Flow run input not found')
}
