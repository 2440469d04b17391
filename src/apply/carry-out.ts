import type { Clock } from '../model/clock.ts'
import type { LiveDeployment } from '../model/deployment.ts'
import { RegistrarError } from '../model/error.ts'
import type { JsonObject } from '../model/json.ts'
import type { AdoptChange, Change, CreateChange, ScheduleChange, UpdateChange } from '../model/plan.ts'
import type { DeploymentWriter } from './writer.ts'

export type CarryOutContext = {
  readonly writer: DeploymentWriter
  readonly clock: Clock
  /** The flows already ensured in this run, by name, so that each is asked for once. */
  readonly flowIds: Map<string, Promise<string>>
}

/** Writes one change and returns what the server stores afterwards; undefined for a deletion. */
export async function carryOut(
  change: Exclude<Change, { action: 'noop' }>,
  context: CarryOutContext,
): Promise<LiveDeployment | undefined> {
  switch (change.action) {
    case 'create':
      return create(change, context)
    case 'update':
    case 'adopt':
      return update(change, context)
    case 'prune':
      await remove(change.live, context.writer)
      return undefined
  }
}

/** The server deletes the limit that is attached with the deployment: one that several share is let go first. */
async function remove({ id, limit }: LiveDeployment, writer: DeploymentWriter): Promise<void> {
  if (limit !== null && !limit.own) await writer.patchDeployment(id, { global_concurrency_limit_id: null })
  await writer.deleteDeployment(id)
}

async function create({ desired, body, schedules }: CreateChange, context: CarryOutContext): Promise<LiveDeployment> {
  const { writer } = context
  const flowId = await flowIdOf(desired.flow, context)
  const { deployment, created } = await writer.createDeployment({ flow: desired.flow, flowId, body })
  if (!created) {
    throw new RegistrarError({
      code: 'created_meanwhile',
      subject: desired.key,
      message: 'somebody else created it after the plan was made, and the server has put this spec over it',
      hint: 'Run the command again: the new plan shows what differs.',
    })
  }
  const later = creations(schedules).filter(({ row }) => row.max_scheduled_runs !== undefined)
  if (later.length === 0) return deployment
  await writer.createSchedules(deployment.id, later.map(rowOf))
  return stored(writer, deployment)
}

function flowIdOf(flow: string, { writer, flowIds }: CarryOutContext): Promise<string> {
  const known = flowIds.get(flow) ?? writer.ensureFlow(flow)
  flowIds.set(flow, known)
  return known
}

/** How far before the first write runs are made again, so that none falls into the moment of the write itself. */
const MARGIN_MS = 1_000

/**
 * Each write drops the future automatic runs, so at the end, even after a failure half-way, the server is asked to make
 * them again from just before the first write.
 */
async function update(change: UpdateChange | AdoptChange, { writer, clock }: CarryOutContext): Promise<LiveDeployment> {
  const began = clock()
  const failure = await failureOf(writeDifference(change, writer))
  const refilled = await failureOf(refillRuns(change.live, began, { writer, clock }))
  if ('error' in failure && 'error' in refilled) throw bothFailed(change.key, failure.error, refilled.error)
  if ('error' in failure) throw failure.error
  if ('error' in refilled) throw refilled.error
  return refilled.value
}

/** What to tell of a write that failed when its runs could not be made again either. */
function bothFailed(key: string, written: unknown, refilled: unknown): unknown {
  if (!(written instanceof RegistrarError) || !(refilled instanceof RegistrarError)) {
    return new AggregateError([written, refilled], `${key}: the write failed, and so did making its runs again`)
  }
  if (refilled.code === DELETED_MEANWHILE) return refilled
  return new RegistrarError({
    code: written.code,
    subject: key,
    message: `${written.message}; its runs could not be made again: ${refilled.message}`,
    ...(written.hint === undefined ? {} : { hint: written.hint }),
    cause: written,
  })
}

/** The deployment's own fields first, then rows are changed and made, then deleted. */
async function writeDifference(
  { live, patch, schedules }: UpdateChange | AdoptChange,
  writer: DeploymentWriter,
): Promise<void> {
  if (Object.keys(patch).length > 0) await writer.patchDeployment(live.id, patch)
  for (const row of schedules) {
    if (row.op === 'update') await writer.patchSchedule(live.id, row.live.id, row.row)
  }
  const added = creations(schedules)
  if (added.length > 0) await writer.createSchedules(live.id, added.map(rowOf))
  for (const row of schedules) {
    if (row.op === 'delete') await writer.deleteSchedule(live.id, row.live.id)
  }
}

async function refillRuns(
  live: LiveDeployment,
  began: number,
  { writer, clock }: Pick<CarryOutContext, 'writer' | 'clock'>,
): Promise<LiveDeployment> {
  const now = await stored(writer, live)
  // a paused deployment gets no runs from the server's scheduler, but it would get them from this request
  if (!now.paused && now.schedules.some(({ active }) => active)) {
    await writer.scheduleRuns(live.id, clock() - began + MARGIN_MS)
  }
  return now
}

async function failureOf<T>(work: Promise<T>): Promise<{ readonly value: T } | { readonly error: unknown }> {
  try {
    return { value: await work }
  } catch (error) {
    return { error }
  }
}

const DELETED_MEANWHILE = 'deleted_meanwhile'

async function stored(writer: DeploymentWriter, { id, key, flow }: LiveDeployment): Promise<LiveDeployment> {
  const now = await writer.deploymentById(id, flow)
  if (now !== undefined) return now
  throw new RegistrarError({
    code: DELETED_MEANWHILE,
    subject: key,
    message: 'it was deleted while it was being written',
    hint: 'Run the command again: the new plan creates it.',
  })
}

type Creation = Extract<ScheduleChange, { op: 'create' }>

function creations(schedules: readonly ScheduleChange[]): readonly Creation[] {
  return schedules.filter((change): change is Creation => change.op === 'create')
}

function rowOf({ row }: Creation): JsonObject {
  return row
}
