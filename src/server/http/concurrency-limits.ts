import { Hono } from 'hono'
import { refused } from '../problem.ts'
import type { Services } from '../services.ts'
import {
  deleteConcurrencyLimit,
  findConcurrencyLimits,
  insertConcurrencyLimit,
  readConcurrencyLimit,
  updateConcurrencyLimit,
} from '../store/concurrency-limit.ts'
import { bodyOf, queryOf } from './body.ts'
import { keyOfText } from './id.ts'
import { pageOf } from './paging.ts'

/** `/v2/concurrency_limits`: the limits themselves. Taking and giving back slots belongs to runs. */
export function concurrencyLimitRoutes({ store }: Services): Hono {
  const notFound = () => refused(404, 'Concurrency Limit not found')
  return new Hono({ strict: false })
    .post('/', async (c) => {
      const body = await bodyOf(c, 'ConcurrencyLimitV2Create')
      const limit = { ...body, id: store.uuid(), at: store.now() }
      return c.json(await store.write((trx) => insertConcurrencyLimit(trx, limit)), 201)
    })
    .post('/filter', async (c) => {
      const page = pageOf(await queryOf(c, 'ConcurrencyLimitsQuery'))
      return c.json(await store.read((db) => findConcurrencyLimits(db, page)))
    })
    .get('/:key', async (c) => {
      const limit = await store.read((db) => readConcurrencyLimit(db, keyOfText(c.req.param('key'))))
      if (limit === undefined) throw notFound()
      return c.json(limit)
    })
    .patch('/:key', async (c) => {
      const body = await bodyOf(c, 'ConcurrencyLimitV2Update')
      const key = keyOfText(c.req.param('key'))
      if (!(await store.write((trx) => updateConcurrencyLimit(trx, key, body, store.now())))) throw notFound()
      return c.body(null, 204)
    })
    .delete('/:key', async (c) => {
      const key = keyOfText(c.req.param('key'))
      if (!(await store.write((trx) => deleteConcurrencyLimit(trx, key)))) throw notFound()
      return c.body(null, 204)
    })
}
