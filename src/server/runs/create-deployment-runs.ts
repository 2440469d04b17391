import type { StoreAndVault } from '../blocks/document-writes.ts'
import { INTEGRITY_CONFLICT, Problem, isConstraintError, refused } from '../problem.ts'
import { NO_SCHEMA } from '../parameters/parameters.ts'
import type { DeploymentFlowRunCreate } from '../model/requests.ts'
import type { Writer } from '../store/store.ts'
import { type DeploymentRunSource, createDeploymentRun } from './create-deployment-run.ts'

/** What became of one run of many. */
export type RunCreation =
  | { readonly flow_run_id: string; readonly status: 'CREATED'; readonly error: null }
  | { readonly flow_run_id: null; readonly status: 'FAILED'; readonly error: string }

/** The most runs of one request (`BULK_CREATE_LIMIT`). */
const MOST_RUNS = 100

/** POST /deployments/{id}/create_flow_run/bulk: begins many runs; those that do not fit are told of, the others begin. */
export async function createDeploymentRuns(
  trx: Writer,
  services: StoreAndVault,
  source: DeploymentRunSource,
  bodies: readonly DeploymentFlowRunCreate[],
): Promise<readonly RunCreation[]> {
  const results: RunCreation[] = []
  for (const body of bodies) results.push(await creation(trx, services, source, body))
  return results
}

/** Throws the 400 of more runs than one request may ask for. */
export function refuseTooMany(bodies: readonly unknown[]): void {
  if (bodies.length > MOST_RUNS) throw refused(400, `Cannot create more than ${MOST_RUNS} flow runs at once.`)
}

async function creation(
  trx: Writer,
  services: StoreAndVault,
  source: DeploymentRunSource,
  body: DeploymentFlowRunCreate,
): Promise<RunCreation> {
  try {
    const { id } = await createDeploymentRun(trx, services, source, body)
    return { flow_run_id: id, status: 'CREATED', error: null }
  } catch (error) {
    if (isConstraintError(error)) return { flow_run_id: null, status: 'FAILED', error: INTEGRITY_CONFLICT }
    if (!(error instanceof Problem)) throw error
    return { flow_run_id: null, status: 'FAILED', error: reasonOf(error) }
  }
}

/** What the route for one run says, in the words of the route for many. */
function reasonOf({ status, body }: Problem): string {
  const detail = 'detail' in body ? String(body.detail) : JSON.stringify(body)
  if (detail === NO_SCHEMA) return 'Parameter schema enforcement is enabled but deployment has no valid schema.'
  if (status === 409) return detail.replace(/^Error creating flow run: /, 'Parameter validation failed: ')
  return detail
    .replace(/^Error hydrating flow run parameters: /, '')
    .replace(/deployment \S+ is not associated with a work pool\..*/, 'deployment is not associated with a work pool.')
}
