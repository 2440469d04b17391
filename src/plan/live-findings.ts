import type { DesiredDeployment, LiveDeployment } from '../model/deployment.ts'
import type { Finding, FindingDetail } from '../model/finding.ts'
import { needsNoCode } from './change.ts'
import { ownershipOf } from './ownership.ts'
import { serverRendered } from './parameters.ts'

/** What is wrong with a spec only in the light of the server: a missing pool, another owner, a value that cannot be kept. */
export function liveFindings(
  desired: DesiredDeployment,
  server: {
    readonly live: LiveDeployment | undefined
    readonly scope: string
    /** All work pools' names. */
    readonly pools: readonly string[]
    readonly codeKnown: boolean
  },
): readonly Finding[] {
  const { fields, places, key } = desired
  const finding = (severity: 'error' | 'warning', field: string, detail: FindingDetail): Finding => ({
    severity,
    at: places[field] ?? desired.at,
    deployment: key,
    ...detail,
  })
  const ownership = server.live && ownershipOf(server.live, server.scope)
  const pool = fields['work_pool.name']
  const kinds = serverRendered(fields.parameters ?? {})
  return [
    ...(ownership?.owner === 'foreign'
      ? [finding('error', 'name', { code: 'foreign_owner', scope: ownership.scope })]
      : []),
    ...(typeof pool === 'string' && !server.pools.includes(pool)
      ? [finding('error', 'work_pool.name', { code: 'work_pool_missing', pool, pools: server.pools })]
      : []),
    ...(kinds.length > 0
      ? [finding('error', 'parameters', { code: 'parameter_rendered_by_server', kind: kinds[0]! })]
      : []),
    ...(server.live === undefined && fields.entrypoint !== undefined && !server.codeKnown && !needsNoCode(fields)
      ? [finding('warning', 'entrypoint', { code: 'code_location_missing', entrypoint: fields.entrypoint })]
      : []),
  ]
}
