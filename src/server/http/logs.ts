import type { Services } from '../services.ts'
import { findLogs, insertLogs } from '../store/log.ts'
import { pageOf } from './paging.ts'
import { type Route, created, ok, post } from './route.ts'

/** `/logs`: what runs say. */
export function logRoutes({ store }: Services): readonly Route[] {
  return [
    post('/logs/', {
      summary: 'Keep lines',
      body: 'LogCreates',
      answers: { 201: 'null' },
      async handle({ body }) {
        await store.write((trx) => insertLogs(trx, body, { at: store.now(), uuid: store.uuid }))
        return created(null)
      },
    }),
    post('/logs/filter', {
      summary: 'Find lines',
      body: 'LogsQuery',
      answers: { 200: { list: 'Log' } },
      async handle({ body }) {
        const page = pageOf(body)
        return ok(await store.read((db) => findLogs(db, body, page)))
      },
    }),
  ]
}
