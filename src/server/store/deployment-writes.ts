import type { Json, JsonObject } from '../../model/json.ts'
import { isAbsent } from '../model/absent.ts'
import type { Stamp } from '../model/stamp.ts'
import { type Labels, bit, nullableJsonText, setColumns } from './columns.ts'
import type { Writer } from './store.ts'
import type { DeploymentRow } from './tables.ts'

/** What a request may set. Undefined leaves alone; a null where the table has none violates it, as in Prefect. */
export type DeploymentValues = {
  readonly version?: string | null
  readonly description?: string | null
  readonly paused?: boolean
  readonly work_queue_name?: string | null
  readonly work_queue_id?: string | null
  readonly concurrency_limit_id?: string | null
  readonly concurrency_options?: JsonObject | null
  readonly tags?: readonly string[]
  readonly labels?: Labels
  readonly parameters?: JsonObject | null
  readonly parameter_openapi_schema?: JsonObject | null
  readonly enforce_parameter_schema?: boolean | null
  readonly pull_steps?: readonly Json[] | null
  readonly job_variables?: JsonObject
  readonly path?: string | null
  readonly entrypoint?: string | null
  readonly storage_document_id?: string | null
  readonly infrastructure_document_id?: string | null
}

/** Adds a deployment. What is not given gets the column defaults of Prefect, which are not those of its models. */
export async function insertDeployment(
  trx: Writer,
  key: { readonly id: string; readonly flowId: string; readonly name: string; readonly at: Stamp },
  values: DeploymentValues,
): Promise<void> {
  await trx
    .insertInto('deployment')
    .values({
      ...DEFAULTS,
      ...columnsOf(values),
      id: key.id,
      flow_id: key.flowId,
      name: key.name,
      created: key.at,
      updated: key.at,
    })
    .execute()
}

/** Sets what is given, and `updated` in any case. */
export async function updateDeployment(trx: Writer, id: string, values: DeploymentValues, at: Stamp): Promise<void> {
  await trx
    .updateTable('deployment')
    .set({ ...columnsOf(values), updated: at })
    .where('id', '=', id)
    .execute()
}

/** Deletes a deployment with its schedules. */
export async function deleteDeployment(trx: Writer, id: string): Promise<void> {
  await trx.deleteFrom('deployment').where('id', '=', id).execute()
}

const DEFAULTS: Omit<DeploymentRow, 'id' | 'created' | 'updated' | 'flow_id' | 'name'> = {
  version: null,
  description: null,
  paused: 0,
  work_queue_name: null,
  work_queue_id: null,
  concurrency_limit_id: null,
  concurrency_options: null,
  tags: '[]',
  labels: '{}',
  parameters: '{}',
  parameter_openapi_schema: '{}',
  enforce_parameter_schema: 1,
  pull_steps: '[]',
  job_variables: '{}',
  path: null,
  entrypoint: null,
  storage_document_id: null,
  infrastructure_document_id: null,
  status: 'NOT_READY',
  last_polled: null,
}

function columnsOf(values: DeploymentValues): Partial<DeploymentRow> {
  const { paused, enforce_parameter_schema: enforce, tags, labels, ...rest } = values
  const { concurrency_options, parameters, parameter_openapi_schema, pull_steps, job_variables, ...plain } = rest
  const json = { concurrency_options, parameters, parameter_openapi_schema, pull_steps, job_variables, tags, labels }
  return setColumns<DeploymentRow>({
    ...plain,
    ...Object.fromEntries(
      Object.entries(json).map(([name, value]) => [name, value === undefined ? undefined : nullableJsonText(value)]),
    ),
    paused: paused === undefined ? undefined : bit(paused),
    enforce_parameter_schema: isAbsent(enforce) ? enforce : bit(enforce),
  })
}
