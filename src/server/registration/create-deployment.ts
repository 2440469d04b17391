import { isAbsent } from '../model/absent.ts'
import type { DeploymentCreate } from '../model/requests.ts'
import { INTEGRITY_CONFLICT, type InvalidDetail, invalidRequest, refused, valueError } from '../problem.ts'
import type { Services } from '../services.ts'
import type { Labels } from '../store/columns.ts'
import { findDeploymentId, readDeployment } from '../store/deployment.ts'
import { type DeploymentText, readDeploymentText } from '../store/deployment-text.ts'
import { insertDeployment, updateDeployment } from '../store/deployment-writes.ts'
import { deleteScheduledRuns } from '../store/scheduled-run.ts'
import { readStoredDocument } from '../store/block-document.ts'
import { readFlow } from '../store/flow.ts'
import type { Writer } from '../store/store.ts'
import { announce } from '../store/announcement.ts'
import { assignedQueueId, namedPool } from './assign-queue.ts'
import { type CheckedSchedule, checkedSchedules } from './checked-schedules.ts'
import { withBlockDefaults } from '../parameters/block-defaults.ts'
import { tellOfChange, tellOfDeployment } from './deployment-events.ts'
import { sentValues } from './deployment-values.ts'
import { newVariablesProblem } from '../parameters/job-variables.ts'
import { requireLimit, writeLimit } from './limit-writes.ts'
import { newParametersDetail, sizeDetail } from '../parameters/parameters.ts'
import { writeSchedules } from './schedule-writes.ts'

/**
 * POST /deployments/: adds a deployment, or overwrites the one of the same flow and name. Overwriting keeps the columns
 * that are absent but for parameters (`{}`), labels (made anew) and schedules (all new rows, with new ids).
 */
export async function createDeployment(
  services: Services,
  body: DeploymentCreate,
): Promise<{ readonly deployment: DeploymentText; readonly created: boolean }> {
  const { store, clock } = services
  const details = detailsOf(body)
  if (details.length > 0) throw invalidRequest(details, body)
  const context = { loc: ['body', 'schedules'], requestBody: body, now: clock() }
  const schedules = checkedSchedules(body.schedules ?? [], context)
  return store.write((trx) => upserted(trx, services, body, schedules))
}

async function upserted(
  trx: Writer,
  { store, vault }: Services,
  body: DeploymentCreate,
  schedules: readonly CheckedSchedule[],
): Promise<{ readonly deployment: DeploymentText; readonly created: boolean }> {
  const pool = await namedPool(trx, body.work_pool_name)
  if (pool !== undefined && body.job_variables && Object.keys(body.job_variables).length > 0) {
    const template = await withBlockDefaults(trx, vault, pool.base_job_template)
    const problem = newVariablesProblem(template, body.job_variables)
    if (problem !== undefined) throw problem
  }
  await requireLimit(trx, body.global_concurrency_limit_id)
  await requireBlocks(trx, body)
  const flow = await readFlow(trx, body.flow_id)
  if (flow === undefined) throw refused(409, INTEGRITY_CONFLICT)

  const values = {
    ...sentValues(body),
    parameters: body.parameters ?? {},
    labels: { ...flow.labels, 'prefect.flow.id': flow.id, ...body.labels } satisfies Labels,
    work_queue_id: await assignedQueueId(trx, store, pool, body),
  }
  const existingId = await findDeploymentId(trx, flow.id, body.name)
  const before = existingId === undefined ? undefined : await readDeployment(trx, existingId)
  const id = existingId ?? store.uuid()
  const at = store.now()
  if (existingId === undefined) await insertDeployment(trx, { id, flowId: flow.id, name: body.name, at }, values)
  else {
    await updateDeployment(trx, id, values, at)
    await deleteScheduledRuns(trx, id, { autoScheduledOnly: true, after: at })
  }
  await writeSchedules(trx, store, id, { kind: existingId === undefined ? 'insert' : 'replace', rows: schedules })
  if (body.concurrency_limit !== undefined) await writeLimit(trx, store, id, body.concurrency_limit)
  announce(trx, { kind: 'schedules_changed', deploymentId: id })

  const after = before && (await readDeployment(trx, id))
  if (before === undefined || after === undefined) await tellOfDeployment(trx, store, 'created', id)
  else await tellOfChange(trx, store, before, after)
  const deployment = await readDeploymentText(trx, id)
  if (deployment === undefined) throw new Error(`the deployment just written cannot be read: ${id}`)
  return { deployment, created: existingId === undefined }
}

function detailsOf(body: DeploymentCreate): readonly InvalidDetail[] {
  const found = [newParametersDetail(body), bothLimitsDetail(body), nameDetail(body.name), sizeDetail(body.parameters)]
  return found.filter((detail) => detail !== undefined)
}

/** What POST and PATCH refuse alike. */
export function bothLimitsDetail(body: {
  readonly concurrency_limit?: number | null
  readonly global_concurrency_limit_id?: string | null
}): InvalidDetail | undefined {
  if (!body.concurrency_limit || !body.global_concurrency_limit_id) return undefined
  const message = 'A deployment cannot have both a concurrency limit and a global concurrency limit.'
  return valueError(['body'], message, body)
}

/** A name as Prefect allows it: it answers 500 to any other, which helps nobody. Empty is allowed. */
function nameDetail(name: string): InvalidDetail | undefined {
  const pattern = '^[^/%&><]*$'
  if (new RegExp(pattern, 'u').test(name)) return undefined
  return {
    type: 'string_pattern_mismatch',
    loc: ['body', 'name'],
    msg: `String should match pattern '${pattern}'`,
    input: name,
    ctx: { pattern },
  }
}

/** Throws the 409 of a block that is not there. */
async function requireBlocks(trx: Writer, body: DeploymentCreate): Promise<void> {
  const { infrastructure_document_id: infrastructure, storage_document_id: storage } = body
  if (!isAbsent(infrastructure) && (await readStoredDocument(trx, infrastructure)) === undefined)
    throw refused(409, missingBlock('infrastructure', infrastructure))
  if (!isAbsent(storage) && (await readStoredDocument(trx, storage)) === undefined)
    throw refused(409, missingBlock('storage', storage))
}

function missingBlock(kind: 'infrastructure' | 'storage', id: string): string {
  return `Error creating deployment. Could not find ${kind} block with id: ${id}. This usually occurs when applying a deployment specification that was built against a different Prefect database / workspace.`
}
