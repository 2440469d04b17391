import { refused } from '../problem.ts'
import { tellOfFlow } from '../registration/flow-events.ts'
import type { Services } from '../services.ts'
import { countFlows, deleteFlow, ensureFlow, findFlows, readFlow, readFlowByName, updateFlow } from '../store/flow.ts'
import { BULK_LIMIT, pageOf, paginated } from './paging.ts'
import { NO_CONTENT, type Route, created, del, get, ok, patch, post } from './route.ts'

/** `/flows`: a flow is made once by name; later POSTs change nothing. */
export function flowRoutes({ store }: Services): readonly Route[] {
  return [
    post('/flows/', {
      summary: 'Make a flow, or find the one of that name',
      body: 'FlowCreate',
      answers: { 200: 'Flow', 201: 'Flow' },
      async handle({ body: { name, tags = [], labels } }) {
        const made = await store.write(async (trx) => {
          const flow = { id: store.uuid(), name, tags, labels: labels ?? {}, at: store.now() }
          const ensured = await ensureFlow(trx, flow)
          if (ensured.created) await tellOfFlow(trx, store, 'created', ensured.flow)
          return ensured
        })
        return made.created ? created(made.flow) : ok(made.flow)
      },
    }),
    post('/flows/bulk_delete', {
      summary: 'Delete the flows that match and what belongs to them',
      body: 'FlowBulkDelete',
      bodyOptional: true,
      answers: { 200: 'BulkDeleteResponse' },
      async handle({ body: { flows = null, limit = BULK_LIMIT } }) {
        const deleted = await store.write(async (trx) => {
          const found = await findFlows(trx, { flows }, { limit, offset: 0 })
          for (const flow of found) {
            await tellOfFlow(trx, store, 'deleted', flow)
            await deleteFlow(trx, flow.id)
          }
          return found.map(({ id }) => id)
        })
        return ok({ deleted })
      },
    }),
    post('/flows/filter', {
      summary: 'Find flows',
      body: 'FlowsQuery',
      answers: { 200: { list: 'Flow' } },
      async handle({ body }) {
        const page = pageOf(body)
        return ok(await store.read((db) => findFlows(db, body, page)))
      },
    }),
    post('/flows/count', {
      summary: 'Count flows',
      body: 'FlowsQuery',
      answers: { 200: 'integer' },
      handle: async ({ body }) => ok(await store.read((db) => countFlows(db, body))),
    }),
    post('/flows/paginate', {
      summary: 'Find flows, a page at a time',
      body: 'FlowsQuery',
      answers: { 200: { page: 'Flow' } },
      async handle({ body }) {
        const pages = store.read((db) =>
          paginated(
            body,
            (page) => findFlows(db, body, page),
            () => countFlows(db, body),
          ),
        )
        return ok(await pages)
      },
    }),
    get('/flows/name/{name}', {
      summary: 'Read a flow by its name',
      answers: { 200: 'Flow' },
      async handle({ params }) {
        const flow = await store.read((db) => readFlowByName(db, params.name))
        if (flow === undefined) throw notFound()
        return ok(flow)
      },
    }),
    get('/flows/{id:uuid}', {
      summary: 'Read a flow',
      answers: { 200: 'Flow' },
      async handle({ params }) {
        const flow = await store.read((db) => readFlow(db, params.id))
        if (flow === undefined) throw notFound()
        return ok(flow)
      },
    }),
    patch('/flows/{id:uuid}', {
      summary: 'Change the tags of a flow',
      body: 'FlowUpdate',
      answers: { 204: 'nothing' },
      async handle({ params, body: { tags } }) {
        await store.write(async (trx) => {
          if (!(await updateFlow(trx, params.id, { tags, at: store.now() }))) throw notFound()
          const flow = await readFlow(trx, params.id)
          if (flow !== undefined) await tellOfFlow(trx, store, 'updated', flow)
        })
        return NO_CONTENT
      },
    }),
    del('/flows/{id:uuid}', {
      summary: 'Delete a flow and what belongs to it',
      answers: { 204: 'nothing' },
      async handle({ params }) {
        await store.write(async (trx) => {
          const flow = await readFlow(trx, params.id)
          if (flow === undefined) throw notFound()
          await tellOfFlow(trx, store, 'deleted', flow)
          await deleteFlow(trx, flow.id)
        })
        return NO_CONTENT
      },
    }),
  ]
}

function notFound() {
  return refused(404, 'Flow not found')
}
