import { isAbsent } from '../absent.ts'
import { Hono } from 'hono'
import { invalidRequest, isConstraintError, refused } from '../problem.ts'
import { templateDefaultsProblem } from '../registration/job-variables.ts'
import { templateDetail } from '../registration/job-template.ts'
import type { Services } from '../services.ts'
import type { Reader } from '../store/store.ts'
import {
  type WorkPool,
  countWorkPools,
  deleteWorkPool,
  findWorkPools,
  insertWorkPool,
  readWorkPool,
  updateWorkPool,
} from '../store/work-pool.ts'
import { type Bodies, bodyOf, queryOf } from './body.ts'
import { pageOf } from './paging.ts'
import { valueError } from '../problem.ts'

/** `/work_pools`, without their queues and workers. Name and type are for ever. */
export function workPoolRoutes({ store }: Services): Hono {
  return new Hono({ strict: false })
    .post('/', async (c) => {
      const body = await bodyOf(c, 'WorkPoolCreate')
      refuseInvalid(body)
      if (isReserved(body.name)) {
        throw refused(403, "Work pools starting with 'Prefect' are reserved for internal use.")
      }
      const problem = templateDefaultsProblem(body.base_job_template ?? {})
      if (problem !== undefined) throw problem
      const pool = { ...body, id: store.uuid(), queueId: store.uuid(), at: store.now() }
      return c.json(await store.write((trx) => insertWorkPool(trx, pool)).catch(nameTaken), 201)
    })
    .post('/filter', async (c) => {
      const query = await queryOf(c, 'WorkPoolsQuery')
      const page = pageOf(query)
      return c.json(await store.read((db) => findWorkPools(db, query, page)))
    })
    .post('/count', async (c) => {
      const query = await queryOf(c, 'WorkPoolsQuery')
      return c.json(await store.read((db) => countWorkPools(db, query)))
    })
    .get('/:name', async (c) => c.json(await store.read((db) => requirePool(db, c.req.param('name')))))
    .patch('/:name', async (c) => {
      const name = c.req.param('name')
      const body = await bodyOf(c, 'WorkPoolUpdate')
      refuseInvalid(body)
      refuseReservedChange(name, body)
      await store.write(async (trx) => updateWorkPool(trx, await requirePool(trx, name), body, store.now()))
      return c.body(null, 204)
    })
    .delete('/:name', async (c) => {
      const name = c.req.param('name')
      if (isReserved(name)) {
        throw refused(403, "Work pools starting with 'Prefect' are reserved for internal use and can not be deleted.")
      }
      await store.write(async (trx) => deleteWorkPool(trx, (await requirePool(trx, name)).id))
      return c.body(null, 204)
    })
}

/** The pool of a path. Throws Prefect's 404. */
export async function requirePool(db: Reader, name: string): Promise<WorkPool> {
  const pool = await readWorkPool(db, name)
  if (pool === undefined) throw refused(404, `Work pool "${name}" not found.`)
  return pool
}

function isReserved(name: string): boolean {
  return name.toLowerCase().startsWith('prefect')
}

function nameTaken(error: unknown): never {
  if (isConstraintError(error)) throw refused(409, 'A work pool with this name already exists.')
  throw error
}

function refuseInvalid(body: Bodies['WorkPoolCreate'] | Bodies['WorkPoolUpdate']): void {
  const found = [
    'name' in body && /^['" ]*$/.test(body.name)
      ? valueError(['body', 'name'], 'name cannot be an empty string', body.name)
      : undefined,
    isAbsent(body.base_job_template) ? undefined : templateDetail(body.base_job_template),
  ]
  const details = found.filter((detail) => detail !== undefined)
  if (details.length > 0) throw invalidRequest(details, body)
}

function refuseReservedChange(name: string, body: Bodies['WorkPoolUpdate']): void {
  if (!isReserved(name) || Object.keys(body).every((key) => key === 'is_paused' || key === 'concurrency_limit')) return
  throw refused(
    403,
    "Work pools starting with 'Prefect' are reserved for internal use and can only be updated to set concurrency limits or pause.",
  )
}
