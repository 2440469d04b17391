import { refused } from '../problem.ts'
import type { Services } from '../services.ts'
import {
  deleteConcurrencyLimit,
  findConcurrencyLimits,
  insertConcurrencyLimit,
  readConcurrencyLimit,
  updateConcurrencyLimit,
} from '../store/concurrency-limit.ts'
import { keyOfText } from './id.ts'
import { pageOf } from './paging.ts'
import { NO_CONTENT, type Route, created, del, get, ok, patch, post } from './route.ts'

/** `/v2/concurrency_limits`: the limits themselves. Taking and giving back slots belongs to runs. */
export function concurrencyLimitRoutes({ store }: Services): readonly Route[] {
  return [
    post('/v2/concurrency_limits/', {
      summary: 'Make a global concurrency limit',
      body: 'ConcurrencyLimitV2Create',
      answers: { 201: 'ConcurrencyLimitV2' },
      async handle({ body }) {
        const limit = { ...body, id: store.uuid(), at: store.now() }
        return created(await store.write((trx) => insertConcurrencyLimit(trx, limit)))
      },
    }),
    post('/v2/concurrency_limits/filter', {
      summary: 'Read the global concurrency limits',
      body: 'ConcurrencyLimitsQuery',
      answers: { 200: { list: 'GlobalConcurrencyLimitResponse' } },
      async handle({ body }) {
        const page = pageOf(body)
        return ok(await store.read((db) => findConcurrencyLimits(db, page)))
      },
    }),
    get('/v2/concurrency_limits/{id_or_name}', {
      summary: 'Read a global concurrency limit',
      answers: { 200: 'GlobalConcurrencyLimitResponse' },
      async handle({ params }) {
        const limit = await store.read((db) => readConcurrencyLimit(db, keyOfText(params.id_or_name)))
        if (limit === undefined) throw notFound()
        return ok(limit)
      },
    }),
    patch('/v2/concurrency_limits/{id_or_name}', {
      summary: 'Change a global concurrency limit',
      body: 'ConcurrencyLimitV2Update',
      answers: { 204: 'nothing' },
      async handle({ params, body }) {
        const key = keyOfText(params.id_or_name)
        if (!(await store.write((trx) => updateConcurrencyLimit(trx, key, body, store.now())))) throw notFound()
        return NO_CONTENT
      },
    }),
    del('/v2/concurrency_limits/{id_or_name}', {
      summary: 'Delete a global concurrency limit',
      answers: { 204: 'nothing' },
      async handle({ params }) {
        const key = keyOfText(params.id_or_name)
        if (!(await store.write((trx) => deleteConcurrencyLimit(trx, key)))) throw notFound()
        return NO_CONTENT
      },
    }),
  ]
}

function notFound() {
  return refused(404, 'Concurrency Limit not found')
}
