import { describe, expect, test } from 'vitest'
import {
  type Api,
  type Body,
  INTEGRITY,
  NOWHERE,
  type TheApi,
  items,
  messages,
  newDeployment,
  newFlow,
  newPool,
  places,
  text,
} from './api.ts'

const POLICY = {
  max_retries: 0,
  retry_delay_seconds: 0,
  retries: null,
  retry_delay: null,
  pause_keys: [],
  resuming: false,
  retry_type: null,
}

const DETAILS = {
  flow_run_id: null,
  task_run_id: null,
  child_flow_run_id: null,
  scheduled_time: null,
  cache_key: null,
  cache_expiration: null,
  deferred: false,
  untrackable_result: false,
  pause_timeout: null,
  pause_reschedule: false,
  pause_key: null,
  run_input_keyset: null,
  refresh_cache: null,
  retriable: null,
  transition_id: null,
  task_parameters_id: null,
  traceparent: null,
  deployment_concurrency_lease_id: null,
}

/** A new run of a new flow, unless the fields name another. */
export async function newFlowRun(api: Api, fields: { readonly [key: string]: unknown } = {}): Promise<Body> {
  const flowId = fields.flow_id ?? (await newFlow(api)).id
  const { status, body } = await api.post('/flow_runs/', { flow_id: flowId, ...fields })
  if (status !== 201) throw new Error(`not created: ${status} ${JSON.stringify(body)}`)
  return body
}

export async function readFlowRun(api: Api, { id }: Body): Promise<Body> {
  return (await api.get(`/flow_runs/${text(id)}`)).body
}

export function flowRunCreateContract(api: TheApi): void {
  test('a run with an idempotency key has no job variables unless some are sent, one without has none set', async () => {
    const flow = await newFlow(api())
    const variables = async (fields: object) =>
      (await api().post('/flow_runs/', { flow_id: flow.id, ...fields })).body.job_variables
    expect(await variables({})).toEqual({})
    expect(await variables({ idempotency_key: 'k' })).toBeNull()
    expect(await variables({ idempotency_key: 'l', job_variables: { a: 1 } })).toEqual({ a: 1 })
  })

  test('a run without more is Pending, and says everything', async () => {
    const flow = await newFlow(api(), { labels: { team: 'data' } })
    const { status, body: run } = await api().post('/flow_runs/', { flow_id: flow.id })
    expect(status).toBe(201)
    expect(run).toEqual({
      id: expect.any(String),
      created: expect.any(String),
      updated: expect.any(String),
      name: expect.stringMatching(/^[a-z]+-[a-z]+$/),
      flow_id: flow.id,
      state_id: run.state?.id,
      deployment_id: null,
      deployment_version: null,
      work_queue_id: null,
      work_queue_name: null,
      flow_version: null,
      parameters: {},
      idempotency_key: null,
      context: {},
      empirical_policy: POLICY,
      tags: [],
      labels: { team: 'data', 'prefect.flow.id': flow.id },
      parent_task_run_id: null,
      state_type: 'PENDING',
      state_name: 'Pending',
      run_count: 0,
      expected_start_time: run.state?.timestamp,
      next_scheduled_start_time: null,
      start_time: null,
      end_time: null,
      total_run_time: 0,
      estimated_run_time: 0,
      estimated_start_time_delta: expect.any(Number),
      auto_scheduled: false,
      infrastructure_document_id: null,
      infrastructure_pid: null,
      created_by: null,
      work_pool_id: null,
      work_pool_name: null,
      state: {
        id: expect.any(String),
        type: 'PENDING',
        name: 'Pending',
        timestamp: expect.any(String),
        message: null,
        data: null,
        state_details: { ...DETAILS, flow_run_id: run.id },
      },
      job_variables: {},
    })
    const { estimated_start_time_delta: late, updated, ...rest } = await readFlowRun(api(), run)
    expect(rest).toMatchObject({ id: run.id, state: run.state })
    expect([typeof late, typeof updated]).toEqual(['number', 'string'])
  })

  test('a run keeps all that is sent with it', async () => {
    const flow = await newFlow(api(), { labels: { team: 'data', mine: 1 } })
    const fields = {
      name: 'a "name"\n',
      flow_version: '7',
      parameters: { x: { y: [1, 2.5, null, 'ä'] } },
      context: { c: 1 },
      tags: ['b', 'a', 'b'],
      idempotency_key: 'k',
      work_queue_name: 'q',
      job_variables: { cpu: 1 },
    }
    const run = await newFlowRun(api(), { ...fields, flow_id: flow.id, labels: { mine: 2, yes: true } })
    const labels = { team: 'data', mine: 2, yes: true, 'prefect.flow.id': flow.id }
    expect(run).toMatchObject({ ...fields, labels })
    expect(await readFlowRun(api(), run)).toMatchObject({ ...fields, labels })
  })

  test.for<[object, object]>([
    [
      { type: 'SCHEDULED', message: 'hi', state_details: { scheduled_time: '2030-01-01T00:00:00Z' } },
      {
        state_name: 'Scheduled',
        expected_start_time: '2030-01-01T00:00:00Z',
        next_scheduled_start_time: '2030-01-01T00:00:00Z',
        estimated_start_time_delta: 0,
      },
    ],
    [{ type: 'RUNNING' }, { state_name: 'Running', run_count: 1, end_time: null, estimated_start_time_delta: 0 }],
    [
      { type: 'COMPLETED', name: 'Done' },
      { state_name: 'Done', run_count: 0, total_run_time: 0 },
    ],
    [
      { type: 'PAUSED', name: 'Suspended' },
      { state_name: 'Suspended', start_time: null },
    ],
    [{ type: 'CANCELLING' }, { state_name: 'Cancelling', state_type: 'CANCELLING' }],
  ])('a run begins in the state %j', async ([state, seen]) => {
    const run = await newFlowRun(api(), { state })
    expect(run).toMatchObject(seen)
    expect(run.state).toMatchObject({ ...state, state_details: expect.any(Object) })
    const history = await api().get(`/flow_run_states/?flow_run_id=${text(run.id)}`)
    expect(items(history.body).map(({ id }) => id)).toEqual([run.state_id])
  })

  test('a run that is scheduled for no time is due now', async () => {
    const run = await newFlowRun(api(), { state: { type: 'SCHEDULED' } })
    expect(run.state?.state_details?.scheduled_time).toBe(run.next_scheduled_start_time)
    expect(Math.abs(Date.parse(text(run.expected_start_time)) - Date.parse(text(run.created)))).toBeLessThan(10_000)
  })

  test('an idempotency key names one run of a flow: later ones find it as it is', async () => {
    const flow = await newFlow(api())
    const first = await newFlowRun(api(), { flow_id: flow.id, idempotency_key: 'k', tags: ['a'] })
    const again = await api().post('/flow_runs/', {
      flow_id: flow.id,
      idempotency_key: 'k',
      tags: ['b'],
      name: 'other',
    })
    expect(again.status).toBe(200)
    expect(again.body).toMatchObject({ id: first.id, name: first.name, tags: ['a'], state_id: first.state_id })
    const elsewhere = await newFlowRun(api(), { idempotency_key: 'k' })
    expect(elsewhere.id).not.toBe(first.id)
  })

  test.each([null, ''])('the name %j is replaced by two words', async (name) => {
    expect((await newFlowRun(api(), { name })).name).toMatch(/^[a-z]+-[a-z]+$/)
  })

  test('the policy is stored whole, its older words included', async () => {
    const run = await newFlowRun(api(), { empirical_policy: { max_retries: 3, retry_delay_seconds: 2, nope: 1 } })
    const policy = { ...POLICY, max_retries: 3, retry_delay_seconds: 2, retries: 3, retry_delay: 2 }
    expect(run.empirical_policy).toEqual(policy)
    const refused = await api().post('/flow_runs/', {
      flow_id: run.flow_id,
      empirical_policy: { retry_delay_seconds: 1.5 },
    })
    expect(refused.status).toBe(422)
    expect(places(refused)).toEqual(['body.empirical_policy.retry_delay'])
  })

  test('a run is put on a queue of a pool', async () => {
    const pool = await newPool(api())
    const named = await newFlowRun(api(), { work_pool_name: pool.name })
    const where = { work_pool_id: pool.id, work_pool_name: pool.name, work_queue_name: 'default' }
    expect(named).toMatchObject({ ...where, work_queue_id: pool.default_queue_id })
    const both = await newFlowRun(api(), { work_pool_name: pool.name, work_queue_name: 'default' })
    expect(both).toMatchObject({ ...where, work_queue_id: pool.default_queue_id })
    const post = async (fields: object) => (await api().post('/flow_runs/', { flow_id: named.flow_id, ...fields })).body
    expect(await post({ work_pool_name: 'nowhere' })).toEqual({ detail: 'Work pool "nowhere" not found.' })
    expect(await post({ work_pool_name: pool.name, work_queue_name: 'nix' })).toEqual({
      detail: `Work pool queue '${text(pool.name)}/nix' not found.`,
    })
  })

  test('labels come from the deployment that is named, and null is no label', async () => {
    const made = await newDeployment(api(), { labels: { a: 1 } })
    const run = await newFlowRun(api(), { flow_id: made.flow_id, deployment_id: made.id, labels: null })
    expect(run).toMatchObject({ deployment_id: made.id, deployment_version: null })
    expect(run.labels).toEqual({ a: 1, 'prefect.flow.id': made.flow_id, 'prefect.deployment.id': made.id })
    const gone = await newFlowRun(api(), { deployment_id: NOWHERE })
    expect(gone.labels).toEqual({ 'prefect.flow.id': gone.flow_id })
  })

  test('an automation is named as who made the run', async () => {
    const { id } = await newFlow(api())
    const made = async (headers: Record<string, string>) =>
      (await api().call('POST', '/flow_runs/', { flow_id: id }, headers)).body
    const automation = { 'prefect-automation-id': NOWHERE, 'prefect-automation-name': btoa('mine') }
    expect((await made(automation)).created_by).toEqual({ id: NOWHERE, type: 'AUTOMATION', display_value: 'mine' })
    expect((await made({ 'prefect-automation-id': NOWHERE })).created_by).toBeNull()
    expect(places({ status: 0, body: await made({ ...automation, 'prefect-automation-id': 'x' }) })).toEqual([
      'header.prefect-automation-id',
    ])
  })

  test('what points at nothing is refused', async () => {
    const conflict = { status: 409, body: { detail: INTEGRITY } }
    expect(await api().post('/flow_runs/', { flow_id: NOWHERE })).toEqual(conflict)
    expect(await api().post('/flow_runs/', { flow_id: NOWHERE, idempotency_key: 'k' })).toEqual(conflict)
    const { id } = await newFlow(api())
    expect(await api().post('/flow_runs/', { flow_id: id, parent_task_run_id: NOWHERE })).toEqual(conflict)
    expect(await api().post('/flow_runs/', { flow_id: id, infrastructure_document_id: NOWHERE })).toEqual(conflict)
  })

  describe('is refused with', () => {
    test.for<[string, object, string[]]>([
      ['no flow', {}, ['body.flow_id']],
      ['an unknown key', { flow_id: NOWHERE, nope: 1 }, ['body.nope']],
      ['an unknown state', { flow_id: NOWHERE, state: { type: 'X' } }, ['body.state.type']],
      ['a state with an id', { flow_id: NOWHERE, state: { type: 'PENDING', id: NOWHERE } }, ['body.state.id']],
      ['tags that are no list', { flow_id: NOWHERE, tags: 'a' }, ['body.tags']],
      ['null parameters', { flow_id: NOWHERE, parameters: null }, ['body.parameters']],
    ])('%s', async ([, sent, where]) => {
      const refused = await api().post('/flow_runs/', sent)
      expect(refused.status).toBe(422)
      expect(places(refused)).toEqual(where)
    })

    test('more parameters than are stored', async () => {
      const refused = await api().post('/flow_runs/', { flow_id: NOWHERE, parameters: { x: 'y'.repeat(600_000) } })
      expect(refused.status).toBe(422)
      expect(messages(refused)).toEqual([
        'Value error, Flow run parameters must be less than 524,288 bytes when serialized (got 600,008 bytes).',
      ])
    })
  })

  test('a run that there is not is not found', async () => {
    expect(await api().get(`/flow_runs/${NOWHERE}`)).toEqual({ status: 404, body: { detail: 'Flow run not found' } })
    expect((await api().get('/flow_runs/no-id')).status).toBe(404)
  })
}
