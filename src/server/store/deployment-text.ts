import type { DeploymentsQuery } from '../model/requests.ts'
import { stampText } from '../model/stamp.ts'
import { deploymentTerms, deploymentsInPools } from './deployment.ts'
import { readScheduleTexts, readScheduleTextsOf } from './deployment-schedule.ts'
import { momentText, plainText, quotedText } from './json-text.ts'
import { type Page, orderOf } from './page.ts'
import { combined } from './predicate.ts'
import { prepared } from './prepared.ts'
import type { Reader } from './store.ts'
import type { ConcurrencyLimitRow, DeploymentRow } from './tables.ts'

/**
 * A deployment as the API answers it (`DeploymentResponse`, `prefect/server/schemas/responses.py`), as JSON text. Most of
 * it is stored as JSON, so that it can be answered without being read.
 */
export type DeploymentText = string

export async function readDeploymentText(db: Reader, id: string): Promise<DeploymentText | undefined> {
  const [row] = await wholeById(db, id)
  return row && deploymentText(row, await readScheduleTexts(db, id))
}

const wholeById = prepared((db, id: string) => whole(db).where('deployment.id', '=', id))

/** A deployment is named by its flow's name and its own. */
export async function readDeploymentTextByName(
  db: Reader,
  flow: string,
  name: string,
): Promise<DeploymentText | undefined> {
  const row = await whole(db)
    .innerJoin('flow', 'flow.id', 'deployment.flow_id')
    .where('flow.name', '=', flow)
    .where('deployment.name', '=', name)
    .executeTakeFirst()
  return row && deploymentText(row, await readScheduleTexts(db, row.id))
}

/** The deployments of a page in their order. */
export async function findDeploymentTexts(
  db: Reader,
  query: DeploymentsQuery,
  page: Page,
): Promise<readonly DeploymentText[]> {
  const rows = await whole(db)
    .where(combined('and_', deploymentTerms(query)))
    .orderBy(orderOf('deployment', query.sort ?? 'NAME_ASC'))
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  const schedules = await readScheduleTextsOf(
    db,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => deploymentText(row, schedules.get(row.id) ?? []))
}

/** The columns of one row with those of what it points at. */
type WholeRow = DeploymentRow & {
  readonly queue_name: string | null
  readonly pool_name: string | null
} & { readonly [Column in keyof LimitColumns as `limit_${Column}`]: LimitColumns[Column] | null }

type LimitColumns = Omit<ConcurrencyLimitRow, 'denied_slots' | 'avg_slot_occupancy_seconds'>

function whole(db: Reader) {
  return deploymentsInPools(db)
    .leftJoin('concurrency_limit as gcl', 'gcl.id', 'deployment.concurrency_limit_id')
    .select([
      'queue.name as queue_name',
      'gcl.id as limit_id',
      'gcl.created as limit_created',
      'gcl.updated as limit_updated',
      'gcl.name as limit_name',
      'gcl.limit as limit_limit',
      'gcl.active as limit_active',
      'gcl.active_slots as limit_active_slots',
      'gcl.slot_decay_per_second as limit_slot_decay_per_second',
    ])
}

/** `concurrency_limit` is always null: `global_concurrency_limit` holds what counts. */
function deploymentText(row: WholeRow, schedules: readonly string[]): DeploymentText {
  return (
    `{"id":"${row.id}","created":"${stampText(row.created)}","updated":"${stampText(row.updated)}",` +
    `"name":${quotedText(row.name)},"version":${quotedText(row.version)},` +
    `"description":${quotedText(row.description)},"flow_id":"${row.flow_id}","paused":${row.paused === 1},` +
    `"schedules":[${schedules.join(',')}],"concurrency_limit":null,"global_concurrency_limit":${limitText(row)},` +
    `"concurrency_options":${row.concurrency_options ?? 'null'},"job_variables":${row.job_variables},` +
    `"parameters":${row.parameters},"tags":${row.tags},"labels":${row.labels},` +
    `"work_queue_name":${quotedText(row.queue_name ?? row.work_queue_name)},` +
    `"work_queue_id":${plainText(row.work_queue_id)},"last_polled":${momentText(row.last_polled)},` +
    `"parameter_openapi_schema":${row.parameter_openapi_schema ?? 'null'},"path":${quotedText(row.path)},` +
    `"pull_steps":${row.pull_steps ?? 'null'},"entrypoint":${quotedText(row.entrypoint)},` +
    `"storage_document_id":${plainText(row.storage_document_id)},` +
    `"infrastructure_document_id":${plainText(row.infrastructure_document_id)},"created_by":null,"updated_by":null,` +
    `"work_pool_name":${quotedText(row.pool_name)},"status":"${row.status}",` +
    `"enforce_parameter_schema":${row.enforce_parameter_schema === 1}}`
  )
}

function limitText(row: WholeRow): string {
  if (row.limit_id === null) return 'null'
  return (
    `{"id":"${row.limit_id}","created":${momentText(row.limit_created)},"updated":${momentText(row.limit_updated)},` +
    `"active":${row.limit_active === 1},"name":${quotedText(row.limit_name)},"limit":${row.limit_limit},` +
    `"active_slots":${row.limit_active_slots},"slot_decay_per_second":${row.limit_slot_decay_per_second}}`
  )
}
