import { microsOf } from '../../schedule/instant.ts'
import { type ScheduledRun, scheduledWindow } from '../../schedule/scheduled-window.ts'
import type { DeploymentSchedule } from '../store/deployment-schedule.ts'
import { type Deployment, readDeployment } from '../store/deployment.ts'
import { type ScheduledFlowRun, insertScheduledRuns } from '../store/scheduled-run.ts'
import type { Store, Writer } from '../store/store.ts'
import { runName } from '../model/run-name.ts'

/** How far to look ahead. Instants are UNIX milliseconds, `minTime` seconds; what is absent has Prefect's default. */
export type SchedulingWindow = {
  readonly start: number
  readonly end?: number | undefined
  readonly minTime?: number | undefined
  readonly minRuns?: number | undefined
  readonly maxRuns?: number | undefined
}

/** A schedule whose dates cannot be computed: as in Prefect, the deployment then gets no runs at all. */
export class SchedulingFailure extends Error {}

/**
 * Makes the runs of all active schedules of a deployment, paused or not; those that exist already are left alone. An
 * unknown deployment has none. The limits hold for each schedule by itself. Throws `SchedulingFailure`.
 */
export async function scheduleRuns(
  trx: Writer,
  store: Store,
  deploymentId: string,
  window: SchedulingWindow,
): Promise<void> {
  const deployment = await readDeployment(trx, deploymentId)
  if (deployment === undefined) return
  const active = deployment.schedules.filter((schedule) => schedule.active)
  const made = active.flatMap((schedule) =>
    runsOf(schedule, window).map((run) => flowRunOf(deployment, schedule, run, store)),
  )
  await insertScheduledRuns(trx, made)
}

function runsOf(schedule: DeploymentSchedule, window: SchedulingWindow): readonly ScheduledRun[] {
  const { runs, failure } = scheduledWindow(schedule.schedule, {
    now: window.start,
    minRuns: window.minRuns,
    maxRuns: window.maxRuns,
    minScheduledTime: window.minTime,
    maxScheduledTime: window.end === undefined ? undefined : (window.end - window.start) / 1000,
  })
  if (failure !== undefined) throw new SchedulingFailure(`schedule ${schedule.id}: ${failure}`)
  return runs
}

function flowRunOf(
  deployment: Deployment,
  schedule: DeploymentSchedule,
  run: ScheduledRun,
  store: Store,
): ScheduledFlowRun {
  const id = store.uuid()
  return {
    id,
    stateId: store.uuid(),
    at: store.now(),
    name: runName(id),
    flowId: deployment.flow_id,
    deploymentId: deployment.id,
    deploymentVersion: deployment.version,
    workQueueId: deployment.work_queue_id,
    workQueueName: deployment.work_queue_name,
    parameters: { ...deployment.parameters, ...schedule.parameters },
    tags: ['auto-scheduled', ...deployment.tags],
    labels: { ...deployment.labels, 'prefect.flow.id': deployment.flow_id, 'prefect.deployment.id': deployment.id },
    idempotencyKey: `scheduled ${deployment.id} ${schedule.id} ${run.date}`,
    createdBy: { id: schedule.id, type: 'SCHEDULE', display_value: schedule.slug ?? kindOf(schedule) },
    scheduledTime: microsOf(run.instant),
  }
}

function kindOf({ schedule }: DeploymentSchedule): string {
  return 'interval' in schedule ? 'IntervalSchedule' : 'cron' in schedule ? 'CronSchedule' : 'RRuleSchedule'
}
