import { Hono } from 'hono'
import type { Services } from '../services.ts'
import { countFlows, deleteFlow, ensureFlow, findFlows, readFlow, readFlowByName, updateFlow } from '../store/flow.ts'
import { bodyOf, queryOf } from './body.ts'
import { UUID, idOf } from './id.ts'
import { pageOf, paginated } from './paging.ts'
import { refused } from '../problem.ts'

/** `/flows`: a flow is made once by name; later POSTs change nothing. */
export function flowRoutes({ store }: Services): Hono {
  const notFound = () => refused(404, 'Flow not found')
  return new Hono({ strict: false })
    .post('/', async (c) => {
      const { name, tags = [], labels } = await bodyOf(c, 'FlowCreate')
      const made = await store.write((trx) =>
        ensureFlow(trx, { id: store.uuid(), name, tags, labels: labels ?? {}, at: store.now() }),
      )
      return c.json(made.flow, made.created ? 201 : 200)
    })
    .post('/filter', async (c) => {
      const query = await queryOf(c, 'FlowsQuery')
      const page = pageOf(query)
      return c.json(await store.read((db) => findFlows(db, query, page)))
    })
    .post('/count', async (c) => {
      const query = await queryOf(c, 'FlowsQuery')
      return c.json(await store.read((db) => countFlows(db, query)))
    })
    .post('/paginate', async (c) => {
      const query = await queryOf(c, 'FlowsQuery')
      const pages = await store.read((db) =>
        paginated(
          query,
          (page) => findFlows(db, query, page),
          () => countFlows(db, query),
        ),
      )
      return c.json(pages)
    })
    .get('/name/:name', async (c) => {
      const flow = await store.read((db) => readFlowByName(db, c.req.param('name')))
      if (flow === undefined) throw notFound()
      return c.json(flow)
    })
    .get(`/:id${UUID}`, async (c) => {
      const flow = await store.read((db) => readFlow(db, idOf(c)))
      if (flow === undefined) throw notFound()
      return c.json(flow)
    })
    .patch(`/:id${UUID}`, async (c) => {
      const { tags } = await bodyOf(c, 'FlowUpdate')
      if (!(await store.write((trx) => updateFlow(trx, idOf(c), { tags, at: store.now() })))) throw notFound()
      return c.body(null, 204)
    })
    .delete(`/:id${UUID}`, async (c) => {
      if (!(await store.write((trx) => deleteFlow(trx, idOf(c))))) throw notFound()
      return c.body(null, 204)
    })
}
