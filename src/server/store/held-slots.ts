import { sql } from 'kysely'
import { DEPLOYMENT_SLOT_STATES } from '../model/state.ts'
import { among } from './predicate.ts'
import type { Reader } from './store.ts'

/** A slot of a deployment's limit that a run holds, by a lease if its client keeps one. */
export type HeldSlot = { readonly limitId: string; readonly leaseId: string | null }

/** The slots that runs hold: from when they are to be started until they are over (`cleanup_flow_run_concurrency_slots`). */
export async function readHeldSlots(db: Reader, flowRunIds: readonly string[]): Promise<readonly HeldSlot[]> {
  const rows = await db
    .selectFrom('flow_run')
    .innerJoin('deployment', 'deployment.id', 'flow_run.deployment_id')
    .select('deployment.concurrency_limit_id as limit')
    .select(sql<string | null>`flow_run.state ->> '$.state_details.deployment_concurrency_lease_id'`.as('lease'))
    .where(among('flow_run.id', flowRunIds))
    .where('flow_run.state_type', 'in', DEPLOYMENT_SLOT_STATES)
    .where('deployment.concurrency_limit_id', 'is not', null)
    .execute()
  return rows.flatMap(({ limit, lease }) => (limit === null ? [] : [{ limitId: limit, leaseId: lease }]))
}
