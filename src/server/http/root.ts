import { Hono } from 'hono'
import { sql } from 'kysely'
import { invalidRequest, refused } from '../problem.ts'
import type { Services } from '../services.ts'

/** Prefect's version whose behaviour this server has. Clients want the same major, and not an older one than theirs. */
const PREFECT_VERSION = '3.8.8'
/** The version of Prefect's REST API. */
const API_VERSION = '0.8.4'

/** The routes that belong to no resource: is it there, is it ready, what is it. */
export function rootRoutes({ store }: Services): Hono {
  return new Hono({ strict: false })
    .get('/health', (c) => c.json(true))
    .get('/ready', async (c) => {
      await store.read((db) => sql`select 1`.execute(db))
      return c.json({ message: 'OK' })
    })
    .get('/hello', (c) => c.json('👋'))
    .get('/version', (c) => c.json(API_VERSION))
    .get('/admin/version', (c) => c.json(PREFECT_VERSION))
    .get('/admin/settings', (c) => c.json({ server: { analytics_enabled: false } }))
    .get('/csrf-token', (c) => {
      if (c.req.query('client') === undefined) throw invalidRequest([MISSING_CLIENT], null)
      throw refused(422, 'CSRF protection is disabled.')
    })
}

const MISSING_CLIENT = { type: 'missing', loc: ['query', 'client'], msg: 'Field required', input: null }
