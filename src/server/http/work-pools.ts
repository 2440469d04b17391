import { isAbsent } from '../model/absent.ts'
import { invalidRequest, isConstraintError, refused, valueError } from '../problem.ts'
import { withBlockDefaults } from '../parameters/block-defaults.ts'
import { templateDefaultsProblem } from '../parameters/job-variables.ts'
import { templateDetail } from '../parameters/job-template.ts'
import type { Services } from '../services.ts'
import type { Reader } from '../store/store.ts'
import { type WorkPool, countWorkPools, findWorkPools, readWorkPool } from '../store/work-pool.ts'
import { poolNotFound } from '../work/not-found.ts'
import { changePool, createPool, removePool, tellFirstStatus } from '../work/pools.ts'
import type { Bodies } from '../bodies/checked-body.ts'
import { pageOf } from './paging.ts'
import { NO_CONTENT, type Route, created, del, get, ok, patch, post } from './route.ts'

/** `/work_pools`, without their queues and workers. Name and type are for ever. */
export function workPoolRoutes({ store, vault }: Services): readonly Route[] {
  return [
    post('/work_pools/', {
      summary: 'Make a work pool with its default queue',
      body: 'WorkPoolCreate',
      answers: { 201: 'WorkPoolResponse' },
      async handle({ body }) {
        refuseInvalid(body)
        if (isReserved(body.name)) {
          throw refused(403, "Work pools starting with 'Prefect' are reserved for internal use.")
        }
        const making = store.write(async (trx) => {
          const template = await withBlockDefaults(trx, vault, body.base_job_template ?? {})
          const problem = templateDefaultsProblem(template)
          if (problem !== undefined) throw problem
          const pool = await createPool(trx, store, body)
          await tellFirstStatus(trx, store, pool)
          return pool
        })
        return created(await making.catch(nameTaken))
      },
    }),
    post('/work_pools/filter', {
      summary: 'Find work pools',
      body: 'WorkPoolsQuery',
      answers: { 200: { list: 'WorkPoolResponse' } },
      async handle({ body }) {
        const page = pageOf(body)
        return ok(await store.read((db) => findWorkPools(db, body, page)))
      },
    }),
    post('/work_pools/count', {
      summary: 'Count work pools',
      body: 'WorkPoolsQuery',
      answers: { 200: 'integer' },
      handle: async ({ body }) => ok(await store.read((db) => countWorkPools(db, body))),
    }),
    get('/work_pools/{name}', {
      summary: 'Read a work pool',
      answers: { 200: 'WorkPoolResponse' },
      handle: async ({ params }) => ok(await store.read((db) => requirePool(db, params.name))),
    }),
    patch('/work_pools/{name}', {
      summary: 'Change a work pool',
      body: 'WorkPoolUpdate',
      answers: { 204: 'nothing' },
      async handle({ params: { name }, body }) {
        refuseInvalid(body)
        refuseReservedChange(name, body)
        await store.write(async (trx) => changePool(trx, store, await requirePool(trx, name), body))
        return NO_CONTENT
      },
    }),
    del('/work_pools/{name}', {
      summary: 'Delete a work pool with its queues and workers',
      answers: { 204: 'nothing' },
      async handle({ params: { name } }) {
        if (isReserved(name)) {
          throw refused(403, "Work pools starting with 'Prefect' are reserved for internal use and can not be deleted.")
        }
        await store.write(async (trx) => removePool(trx, store, await requirePool(trx, name)))
        return NO_CONTENT
      },
    }),
  ]
}

/** The pool of a path. Throws Prefect's 404. */
export async function requirePool(db: Reader, name: string): Promise<WorkPool> {
  const pool = await readWorkPool(db, name)
  if (pool === undefined) throw poolNotFound(name)
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
