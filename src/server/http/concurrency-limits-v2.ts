import { storedUuid } from '../bodies/stored-uuid.ts'
import { emitLimitEvent } from '../limits/limit-event.ts'
import { refused } from '../problem.ts'
import type { Services } from '../services.ts'
import {
  type ConcurrencyLimit,
  type LimitKey,
  deleteConcurrencyLimit,
  findDecayedLimits,
  insertConcurrencyLimit,
  readConcurrencyLimit,
  readDecayedLimit,
  updateConcurrencyLimit,
} from '../store/concurrency-limit.ts'
import type { Writer } from '../store/store.ts'
import { pageOf } from './paging.ts'
import { NO_CONTENT, type Route, created, del, get, ok, patch, post } from './route.ts'

/** `/v2/concurrency_limits`: the limits themselves. */
export function concurrencyLimitV2Routes({ store }: Services): readonly Route[] {
  return [
    post('/v2/concurrency_limits/', {
      summary: 'Make a global concurrency limit',
      body: 'ConcurrencyLimitV2Create',
      answers: { 201: 'ConcurrencyLimitV2' },
      async handle({ body }) {
        const limit = { ...body, id: store.uuid(), at: store.now() }
        const made = store.write(async (trx) => {
          const inserted = await insertConcurrencyLimit(trx, limit)
          await emitLimitEvent(trx, store, 'created', inserted)
          return inserted
        })
        return created(await made)
      },
    }),
    post('/v2/concurrency_limits/filter', {
      summary: 'Read the global concurrency limits',
      body: 'ConcurrencyLimitsQuery',
      answers: { 200: { list: 'GlobalConcurrencyLimitResponse' } },
      async handle({ body }) {
        const page = pageOf(body)
        return ok(await store.read((db) => findDecayedLimits(db, page, store.now())))
      },
    }),
    get('/v2/concurrency_limits/{id_or_name}', {
      summary: 'Read a global concurrency limit',
      answers: { 200: 'GlobalConcurrencyLimitResponse' },
      async handle({ params }) {
        const limit = await store.read((db) => readDecayedLimit(db, keyOfText(params.id_or_name), store.now()))
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
        await store.write(async (trx) => {
          const limit = await required(trx, key)
          await updateConcurrencyLimit(trx, key, body, store.now())
          await emitLimitEvent(trx, store, 'updated', await required(trx, { column: 'id', value: limit.id }))
        })
        return NO_CONTENT
      },
    }),
    del('/v2/concurrency_limits/{id_or_name}', {
      summary: 'Delete a global concurrency limit',
      answers: { 204: 'nothing' },
      async handle({ params }) {
        const key = keyOfText(params.id_or_name)
        await store.write(async (trx) => {
          await emitLimitEvent(trx, store, 'deleted', await required(trx, key))
          await deleteConcurrencyLimit(trx, key)
        })
        return NO_CONTENT
      },
    }),
  ]
}

async function required(trx: Writer, key: LimitKey): Promise<ConcurrencyLimit> {
  const limit = await readConcurrencyLimit(trx, key)
  if (limit === undefined) throw notFound()
  return limit
}

function notFound() {
  return refused(404, 'Concurrency Limit not found')
}

/** The limit that a path names by its id or by its name. */
function keyOfText(text: string): LimitKey {
  const id = storedUuid(text)
  return id === undefined ? { column: 'name', value: text } : { column: 'id', value: id }
}
