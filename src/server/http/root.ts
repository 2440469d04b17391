import { sql } from 'kysely'
import { API_VERSION } from '../prefect-version.ts'
import { reasonOf } from '../reason.ts'
import type { Services } from '../services.ts'
import { type Route, get, ok } from './route.ts'

/** The routes that belong to no resource: is it there, is it ready, what is it. */
export function rootRoutes({ store, log }: Services): readonly Route[] {
  return [
    get('/health', {
      summary: 'Say that the server is there',
      answers: { 200: 'boolean' },
      anyVersion: true,
      handle: () => ok(true),
    }),
    get('/ready', {
      summary: 'Say whether the server can use its data',
      answers: { 200: 'any' },
      async handle() {
        try {
          await store.read((db) => sql`select 1`.execute(db))
        } catch (error) {
          log.error({ error: reasonOf(error) }, 'the data file cannot be used')
          return { status: 503, value: { message: 'Database is not available' } }
        }
        return ok({ message: 'OK' })
      },
    }),
    get('/hello', { summary: 'Say hello', answers: { 200: 'string' }, handle: () => ok('👋') }),
    get('/version', {
      summary: 'Read the version of the REST API',
      answers: { 200: 'string' },
      anyVersion: true,
      handle: () => ok(API_VERSION),
    }),
  ]
}
