import type { LiveDeployment } from '../model/deployment.ts'
import type { JsonObject } from '../model/json.ts'

/** What apply needs of a server. The client implements it; a command that only reads never holds one. */
export type DeploymentWriter = {
  /** The flow's id; the flow is made if it does not exist. */
  readonly ensureFlow: (name: string) => Promise<string>
  /**
   * Creates what does not exist, and returns it as stored. If the answer was lost or the server was busy, it is looked
   * up before another try, because the server's POST replaces what is there. `created` is false when somebody else had
   * made it since the plan.
   */
  readonly createDeployment: (args: {
    readonly flow: string
    readonly flowId: string
    readonly body: JsonObject
  }) => Promise<{ readonly deployment: LiveDeployment; readonly created: boolean }>
  readonly patchDeployment: (id: string, patch: JsonObject) => Promise<void>
  readonly createSchedules: (deploymentId: string, rows: readonly JsonObject[]) => Promise<void>
  readonly patchSchedule: (deploymentId: string, scheduleId: string, row: JsonObject) => Promise<void>
  readonly deleteSchedule: (deploymentId: string, scheduleId: string) => Promise<void>
  readonly deleteDeployment: (id: string) => Promise<void>
  /**
   * Makes the automatic runs of a deployment again, from `sinceMs` milliseconds before the server's present on; those
   * that exist stay as they are. It is the server's clock that counts: ours may be minutes off.
   */
  readonly scheduleRuns: (id: string, sinceMs: number) => Promise<void>
  /** The deployment as it is now, or undefined. */
  readonly deploymentById: (id: string, flow: string) => Promise<LiveDeployment | undefined>
}
