import { type DesiredDeployment, keyOf, type LiveDeployment } from '../../src/model/deployment.ts'
import type { LiveSchedule, ScheduleRule } from '../../src/model/schedule.ts'

/** A desired deployment that names nothing but what matters to the test. */
export function desired({
  flow = 'etl',
  name = 'nightly',
  ...rest
}: Partial<DesiredDeployment> = {}): DesiredDeployment {
  return {
    key: keyOf(flow, name),
    flow,
    name,
    at: { file: 'deployments/etl.yaml', line: 1, column: 1 },
    places: {},
    fields: {},
    schedulesPolicy: 'merge',
    seed: [],
    onRemove: 'delete',
    protect: false,
    ...rest,
  }
}

/** A live deployment as a fresh Prefect server has it when only its name was sent. */
export function live({ flow = 'etl', name = 'nightly', ...rest }: Partial<LiveDeployment> = {}): LiveDeployment {
  return {
    id: `id-of-${flow}-${name}`,
    key: keyOf(flow, name),
    flow,
    flowId: `id-of-${flow}`,
    name,
    entrypoint: null,
    path: null,
    description: null,
    version: null,
    tags: [],
    labels: {},
    parameters: {},
    parameterSchema: {},
    enforceParameterSchema: true,
    paused: false,
    schedules: [],
    workPoolName: null,
    workQueueName: null,
    jobVariables: {},
    pullSteps: [],
    limit: null,
    concurrencyOptions: null,
    updated: '2026-11-21T10:00:00Z',
    ...rest,
  }
}

/** A live deployment that the scope `team` created. */
export function managed(parts: Partial<LiveDeployment> = {}): LiveDeployment {
  const bare = live(parts)
  return {
    ...bare,
    tags: ['registrar:team', ...bare.tags],
    labels: { 'registrar.scope': 'team', 'registrar.key': bare.key, ...bare.labels },
  }
}

export function row(rule: ScheduleRule, parts: Partial<LiveSchedule> = {}): LiveSchedule {
  return { id: 'row-1', slug: null, rule, active: true, parameters: {}, max_scheduled_runs: null, ...parts }
}
