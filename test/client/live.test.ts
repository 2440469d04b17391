import { expect, test } from 'vitest'
import { liveDeployment } from '../../src/client/live.ts'

/** As Prefect 3.8.8 answers. */
const FULL = {
  id: 'd',
  created: '2026-11-21T10:00:00.000001Z',
  updated: '2026-11-21T10:00:01.000001Z',
  name: 'nightly',
  version: '1',
  description: 'Loads.',
  flow_id: 'f',
  paused: true,
  schedules: [
    {
      id: 's',
      created: '2026-11-21T10:00:00Z',
      updated: '2026-11-21T10:00:00Z',
      deployment_id: 'd',
      schedule: { cron: '0 2 * * *', timezone: 'Europe/Berlin', day_or: true },
      active: false,
      max_scheduled_runs: 3,
      parameters: { day: 'x' },
      slug: 'nightly',
    },
  ],
  concurrency_limit: null,
  global_concurrency_limit: { id: 'g', name: 'deployment:d', limit: 2, active: true, active_slots: 0 },
  concurrency_options: { collision_strategy: 'ENQUEUE', grace_period_seconds: null },
  job_variables: { env: { A: '1' } },
  parameters: { day: 'yesterday' },
  tags: ['a', 'b'],
  labels: { 'prefect.flow.id': 'f' },
  work_queue_name: 'default',
  work_queue_id: 'q',
  last_polled: null,
  parameter_openapi_schema: { type: 'object', properties: {} },
  path: '/code',
  pull_steps: [{ 'prefect.deployments.steps.set_working_directory': { directory: '/code' } }],
  entrypoint: 'etl.py:etl',
  storage_document_id: null,
  infrastructure_document_id: null,
  created_by: null,
  updated_by: null,
  work_pool_name: 'local',
  status: 'READY',
  enforce_parameter_schema: false,
}

test('every field of a deployment is taken over', () => {
  expect(liveDeployment(FULL, 'etl')).toEqual({
    id: 'd',
    key: 'etl/nightly',
    flow: 'etl',
    flowId: 'f',
    name: 'nightly',
    entrypoint: 'etl.py:etl',
    path: '/code',
    description: 'Loads.',
    version: '1',
    tags: ['a', 'b'],
    labels: { 'prefect.flow.id': 'f' },
    parameters: { day: 'yesterday' },
    parameterSchema: { type: 'object', properties: {} },
    enforceParameterSchema: false,
    paused: true,
    schedules: [
      {
        id: 's',
        slug: 'nightly',
        rule: { cron: '0 2 * * *', timezone: 'Europe/Berlin', day_or: true },
        active: false,
        parameters: { day: 'x' },
        max_scheduled_runs: 3,
      },
    ],
    workPoolName: 'local',
    workQueueName: 'default',
    jobVariables: { env: { A: '1' } },
    pullSteps: [{ 'prefect.deployments.steps.set_working_directory': { directory: '/code' } }],
    limit: { id: 'g', name: 'deployment:d', limit: 2, own: true },
    concurrencyOptions: { collision_strategy: 'ENQUEUE', grace_period_seconds: null },
    updated: '2026-11-21T10:00:01.000001Z',
  })
})

test('a bare deployment reads as the server’s defaults', () => {
  expect(liveDeployment({ id: 'd', name: 'n', flow_id: 'f' }, 'etl')).toMatchObject({
    tags: [],
    labels: {},
    parameters: {},
    parameterSchema: null,
    enforceParameterSchema: true,
    paused: false,
    schedules: [],
    workPoolName: null,
    jobVariables: {},
    pullSteps: null,
    limit: null,
  })
})

test('a limit with a name of its own is shared', () => {
  const shared = { ...FULL, global_concurrency_limit: { id: 'g', name: 'database', limit: 2 } }
  expect(liveDeployment(shared, 'etl').limit).toEqual({ id: 'g', name: 'database', limit: 2, own: false })
})

test('schedules of an unknown kind are counted and left out', () => {
  const [known] = FULL.schedules
  const strange = {
    ...FULL,
    schedules: [{ id: 'x', schedule: { lunar: 'full' } }, known!, { id: 'y', schedule: null }],
  }
  const live = liveDeployment(strange, 'etl')
  expect(live.schedules.map(({ id }) => id)).toEqual(['s'])
  expect(live.unknownSchedules).toBe(2)
})

test('values of the wrong type read as absent', () => {
  const strange = {
    id: 'd',
    name: 'n',
    flow_id: 'f',
    tags: 'a',
    parameters: [],
    schedules: {},
    description: 7,
    paused: 'x',
  }
  expect(liveDeployment(strange, 'etl')).toMatchObject({
    tags: [],
    parameters: {},
    schedules: [],
    description: null,
    paused: false,
  })
})
