import { expect, test } from 'vitest'
import { type Body, NOWHERE, type TheApi, each, fresh, items, newDeployment, newPool, places, text } from './api.ts'
import { readFlowRun } from './flow-run-create.ts'

const SCHEMA = {
  type: 'object',
  required: ['x'],
  properties: { x: { type: 'integer', title: 'x' }, y: { type: 'string', title: 'y', default: 'z' } },
}

const TEMPLATE = {
  job_configuration: { cpu: '{{ cpu }}', image: '{{ image }}' },
  variables: {
    type: 'object',
    required: ['image'],
    properties: { cpu: { type: 'integer', minimum: 1, default: 1 }, image: { type: 'string' } },
  },
}

export function deploymentRunContract(api: TheApi): void {
  const path = (made: Body) => `/deployments/${text(made.id)}/create_flow_run`
  const run = (made: Body, fields: object = {}) => api().post(path(made), fields)
  const bulk = (made: Body, fields: unknown) => api().post(`${path(made)}/bulk`, fields)

  test('a run has what its deployment says, and is scheduled for now', async () => {
    const pool = await newPool(api())
    const made = await newDeployment(api(), {
      version: 'v1',
      tags: ['t'],
      labels: { a: 1, b: 1 },
      parameters: { p: 1 },
      work_pool_name: pool.name,
      job_variables: { env: {} },
    })
    const { status, body } = await run(made, { tags: ['u', 't'], labels: { b: 2 } })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      flow_id: made.flow_id,
      deployment_id: made.id,
      deployment_version: 'v1',
      flow_version: null,
      parameters: { p: 1 },
      labels: { a: 1, b: 2, 'prefect.flow.id': made.flow_id, 'prefect.deployment.id': made.id },
      state_type: 'SCHEDULED',
      state_name: 'Scheduled',
      state: { message: null },
      auto_scheduled: false,
      created_by: null,
      work_queue_id: pool.default_queue_id,
      work_queue_name: 'default',
      work_pool_id: pool.id,
      work_pool_name: pool.name,
      job_variables: {},
      run_count: 0,
    })
    expect(items(body.tags).map(text).toSorted()).toEqual(['t', 'u'])
    expect(body.expected_start_time).toBe(body.next_scheduled_start_time)
    expect(body.next_scheduled_start_time).toBe(body.state?.state_details?.scheduled_time)
    expect(await readFlowRun(api(), body)).toMatchObject({ id: body.id, state: body.state, parameters: { p: 1 } })
  })

  test('a run keeps all that is sent with it', async () => {
    const made = await newDeployment(api(), { parameters: { p: 1, q: 1 } })
    const fields = {
      name: 'mine',
      context: { c: 1 },
      idempotency_key: fresh('key'),
      state: { type: 'SCHEDULED', name: 'Soon', state_details: { scheduled_time: '2031-01-01T00:00:00Z' } },
      job_variables: { cpu: 2 },
      empirical_policy: { retries: 2, retry_delay: 5 },
    }
    const { body } = await run(made, { ...fields, parameters: { q: 2, r: 3 } })
    expect(body).toMatchObject({
      name: 'mine',
      context: { c: 1 },
      idempotency_key: fields.idempotency_key,
      state_name: 'Soon',
      parameters: { p: 1, q: 2, r: 3 },
      job_variables: { cpu: 2 },
      empirical_policy: { retries: 2, retry_delay: 5 },
    })
    expect(text(body.expected_start_time)).toContain('2031-01-01T00:00:00')
  })

  test('labels that are sent win over those of the system', async () => {
    const made = await newDeployment(api())
    const { body } = await run(made, { labels: { 'prefect.deployment.id': 'mine' } })
    expect(body.labels).toMatchObject({ 'prefect.flow.id': made.flow_id, 'prefect.deployment.id': 'mine' })
  })

  test('null for job variables is none, and is kept with an idempotency key', async () => {
    const made = await newDeployment(api())
    expect((await run(made, { job_variables: null })).body.job_variables).toEqual({})
    const keyed = await run(made, { job_variables: null, idempotency_key: fresh('key') })
    expect(keyed.body.job_variables).toBeNull()
  })

  test('a slot of a client that knows no leases is held until the run ends', async () => {
    const made = await newDeployment(api(), { concurrency_limit: 1 })
    const { id } = (await run(made)).body
    const slots: unknown[] = []
    for (const type of ['PENDING', 'RUNNING', 'COMPLETED']) {
      await api().post(`/flow_runs/${text(id)}/set_state`, { state: { type } })
      slots.push((await api().get(`/v2/concurrency_limits/deployment:${text(made.id)}`)).body.active_slots)
    }
    expect(slots).toEqual([1, 1, 0])
  })

  test('deleting a run that holds no slot gives none back', async () => {
    const made = await newDeployment(api(), { concurrency_limit: 1 })
    const [holder, other] = [(await run(made)).body, (await run(made)).body]
    await api().post(`/flow_runs/${text(holder.id)}/set_state`, { state: { type: 'PENDING' } })
    const slots = async () => (await api().get(`/v2/concurrency_limits/deployment:${text(made.id)}`)).body.active_slots
    await api().delete(`/flow_runs/${text(other.id)}`)
    expect(await slots()).toBe(1)
    await api().delete(`/flow_runs/${text(holder.id)}`)
    expect(await slots()).toBe(0)
  })

  test('a limit that is switched off gives no slot: a run waits, whatever is free', async () => {
    const made = await newDeployment(api(), { concurrency_limit: 2 })
    await api().patch(`/v2/concurrency_limits/deployment:${text(made.id)}`, { active: false })
    const { id } = (await run(made)).body
    const answer = await api().post(`/flow_runs/${text(id)}/set_state`, { state: { type: 'PENDING' } })
    expect(answer.body).toMatchObject({
      status: 'REJECT',
      details: { reason: 'Deployment concurrency limit reached.' },
      state: { type: 'SCHEDULED', name: 'AwaitingConcurrencySlot' },
    })
  })

  test('a run outlives its deployment if it has run or waits for a slot', async () => {
    const made = await newDeployment(api(), { concurrency_limit: 1 })
    const [holder, waiting, plain] = [(await run(made)).body, (await run(made)).body, (await run(made)).body]
    const state = (id: unknown, type: string) =>
      api().post(`/flow_runs/${text(id)}/set_state`, { state: { type }, force: type === 'SCHEDULED' })
    await state(holder.id, 'PENDING')
    expect((await state(waiting.id, 'PENDING')).body.state?.name).toBe('AwaitingConcurrencySlot')
    await state(holder.id, 'RUNNING')
    await state(holder.id, 'SCHEDULED')
    expect((await api().delete(`/deployments/${text(made.id)}`)).status).toBe(204)
    const found = async (id: unknown) => (await api().get(`/flow_runs/${text(id)}`)).status
    expect([await found(holder.id), await found(waiting.id), await found(plain.id)]).toEqual([200, 200, 404])
  })

  test('an idempotency key names one run of the flow, through whichever deployment', async () => {
    const made = await newDeployment(api())
    const other = await newDeployment(api(), { flow_id: made.flow_id })
    const first = await run(made, { idempotency_key: 'k' })
    expect(first.status).toBe(201)
    const second = await run(other, { idempotency_key: 'k', tags: ['x'] })
    expect(second.status).toBe(200)
    expect(second.body).toMatchObject({ id: first.body.id, tags: [], deployment_id: made.id })
  })

  test('a run of no deployment is not found', async () => {
    expect(await run({ id: NOWHERE } as unknown as Body)).toEqual({
      status: 404,
      body: { detail: 'Deployment not found' },
    })
  })

  test('parameters must fit the schema, required ones included, unless that is not wanted', async () => {
    const made = await newDeployment(api(), { parameter_openapi_schema: SCHEMA })
    const detail = async (fields: object) => {
      const { status, body } = await run(made, fields)
      return [status, body.detail]
    }
    expect(await detail({})).toEqual([
      409,
      "Error creating flow run: Validation failed. Failure reason: 'x' is a required property",
    ])
    expect(await detail({ parameters: { x: 's' } })).toEqual([
      409,
      "Error creating flow run: Validation failed for field 'x'. Failure reason: 's' is not of type 'integer'",
    ])
    expect((await run(made, { parameters: { x: 's' }, enforce_parameter_schema: false })).status).toBe(201)
    const good = await run(made, { parameters: { x: 1, more: true } })
    expect(good.status).toBe(201)
    expect(good.body.parameters).toEqual({ x: 1, more: true })
    const lax = await newDeployment(api(), { parameter_openapi_schema: SCHEMA, enforce_parameter_schema: false })
    expect((await run(lax, { parameters: { x: 's' } })).status).toBe(201)
    expect((await run(lax, { parameters: { x: 's' }, enforce_parameter_schema: true })).status).toBe(409)
  })

  test('placeholders are rendered', async () => {
    const name = fresh('variable').replaceAll('-', '_')
    await api().post('/variables/', { name, value: { deep: 1 } })
    const made = await newDeployment(api(), {
      parameters: { v: { __prefect_kind: 'workspace_variable', variable_name: name } },
    })
    const { body } = await run(made, { parameters: { j: { __prefect_kind: 'json', value: '[1]' } } })
    expect(body.parameters).toEqual({ v: { deep: 1 }, j: [1] })
    const missing = await run(made, {
      parameters: { v: { __prefect_kind: 'workspace_variable', variable_name: 'not_there' } },
    })
    expect(missing.status).toBe(400)
    expect(missing.body.detail).toBe(
      "Error hydrating flow run parameters: Variable 'not_there' not found in workspace.",
    )
  })

  test('job variables must fit the template of the pool, required ones included', async () => {
    const pool = await newPool(api(), { base_job_template: TEMPLATE })
    const made = await newDeployment(api(), { work_pool_name: pool.name })
    const answer = async (fields: object) => {
      const { status, body } = await run(made, fields)
      return [status, body.detail ?? body.job_variables]
    }
    expect(await answer({})).toEqual([
      422,
      "Error creating flow run: Validation failed. Failure reason: 'image' is a required property",
    ])
    expect(await answer({ job_variables: { image: 'a', cpu: 0 } })).toEqual([
      422,
      "Error creating flow run: Validation failed for field 'cpu'. Failure reason: 0 is less than the minimum of 1",
    ])
    expect(await answer({ job_variables: { image: 'a' } })).toEqual([201, { image: 'a' }])
    const filled = await newDeployment(api(), { work_pool_name: pool.name, job_variables: { image: 'b' } })
    expect((await run(filled, { job_variables: { cpu: 4 } })).body.job_variables).toEqual({ cpu: 4 })
  })

  test("a queue is named of the deployment's pool, and made when it is missing", async () => {
    const pool = await newPool(api())
    const made = await newDeployment(api(), { work_pool_name: pool.name })
    const { status, body } = await run(made, { work_queue_name: 'urgent' })
    expect(status).toBe(201)
    expect(body).toMatchObject({ work_queue_name: 'urgent', work_pool_name: pool.name })
    const queue = await api().get(`/work_pools/${text(pool.name)}/queues/urgent`)
    expect(queue.body.id).toBe(body.work_queue_id)
    const poolless = await newDeployment(api())
    expect(await run(poolless, { work_queue_name: 'urgent' })).toEqual({
      status: 400,
      body: {
        detail: `Cannot create flow run in work queue urgent because deployment ${text(poolless.id)} is not associated with a work pool. Please remove work_pool_name and try again.`,
      },
    })
  })

  test.for<[object, string[]]>([
    [{ nope: 1 }, ['body.nope']],
    [{ state: {} }, ['body.state.type']],
    [{ parameters: [] }, ['body.parameters']],
    [{ enforce_parameter_schema: 'perhaps' }, ['body.enforce_parameter_schema']],
  ])('%j is refused', async ([sent, where]) => {
    const refused = await run(await newDeployment(api()), sent)
    expect(refused.status).toBe(422)
    expect(places(refused)).toEqual(where)
  })

  test('many runs are made at once; those that do not fit are told of', async () => {
    const pool = await newPool(api())
    const made = await newDeployment(api(), { parameter_openapi_schema: SCHEMA, work_pool_name: pool.name })
    const { status, body } = await bulk(made, [
      { parameters: { x: 1 }, name: 'one' },
      { parameters: { x: 's' } },
      {},
      { parameters: { x: { __prefect_kind: 'json', value: '{' } } },
      { parameters: { x: 2 }, work_queue_name: 'urgent' },
    ])
    expect(status).toBe(200)
    expect(each(body.results, 'status')).toEqual(['CREATED', 'FAILED', 'FAILED', 'FAILED', 'CREATED'])
    const [one, bad, missing, broken, last] = items(body.results)
    expect(one).toMatchObject({ error: null })
    expect(bad).toEqual({
      flow_run_id: null,
      status: 'FAILED',
      error:
        "Parameter validation failed: Validation failed for field 'x'. Failure reason: 's' is not of type 'integer'",
    })
    expect(missing?.error).toBe(
      "Parameter validation failed: Validation failed. Failure reason: 'x' is a required property",
    )
    expect(text(broken?.error)).toMatch(/^Invalid JSON: /)
    const made1 = await api().get(`/flow_runs/${text(one?.flow_run_id)}`)
    expect(made1.body).toMatchObject({ name: 'one', state_type: 'SCHEDULED', parameters: { x: 1 } })
    const made2 = await api().get(`/flow_runs/${text(last?.flow_run_id)}`)
    expect(made2.body).toMatchObject({ work_queue_name: 'urgent' })
  })

  test('a hundred runs are made at once, and not one more', async () => {
    const made = await newDeployment(api())
    const { status, body } = await bulk(
      made,
      Array.from({ length: 100 }, () => ({})),
    )
    expect(status).toBe(200)
    expect(new Set(each(body.results, 'flow_run_id')).size).toBe(100)
    const count = () => api().post('/flow_runs/count', { flow_runs: { deployment_id: { any_: [made.id] } } })
    expect((await count()).body).toBe(100)
    const refused = await bulk(
      made,
      Array.from({ length: 101 }, () => ({})),
    )
    expect(refused.status).toBe(400)
    expect((await count()).body).toBe(100)
  })

  test('many runs at once have their own limits', async () => {
    const made = await newDeployment(api())
    expect(await bulk(made, [])).toEqual({ status: 200, body: { results: [] } })
    expect(await bulk({ id: NOWHERE } as unknown as Body, [])).toEqual({
      status: 404,
      body: { detail: 'Deployment not found' },
    })
    expect(
      await bulk(
        made,
        Array.from({ length: 101 }, () => ({})),
      ),
    ).toEqual({
      status: 400,
      body: { detail: 'Cannot create more than 100 flow runs at once.' },
    })
    expect(places(await bulk(made, [{}, { nope: 1 }]))).toEqual(['body.1.nope'])
    expect(places(await bulk(made, {}))).toEqual(['body'])
    const { body } = await bulk(made, [{ work_queue_name: 'q' }])
    expect(items(body.results)[0]?.error).toBe(
      'Cannot create flow run in work queue q because deployment is not associated with a work pool.',
    )
  })
}
