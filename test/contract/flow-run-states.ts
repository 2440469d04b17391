import { describe, expect, test } from 'vitest'
import {
  type Answer,
  type Api,
  type Body,
  NOWHERE,
  type TheApi,
  each,
  fresh,
  items,
  newDeployment,
  newFlow,
  places,
  text,
} from './api.ts'

const CLIENT = { 'user-agent': 'prefect/3.8.8 (API 0.8.4)' }
const HOUR = 3_600_000

/** How runs get their states: `set_state`, `bulk_set_state`, `resume`, and what the server makes of each. */
export function flowRunStateContract(api: TheApi): void {
  describe('setting a state', () => {
    test('answers the new state with 201, and the run has it', async () => {
      const run = await newRun(api())
      const { status, body } = await set(api(), run, { type: 'RUNNING', message: 'go' })
      expect(status).toBe(201)
      expect(body).toMatchObject({ status: 'ACCEPT', details: { type: 'accept_details' } })
      expect(body.state).toMatchObject({
        type: 'RUNNING',
        name: 'Running',
        message: 'go',
        data: null,
        state_details: { flow_run_id: run.id, task_run_id: null, transition_id: null, pause_reschedule: false },
      })
      const now = (await api().get(`/flow_runs/${text(run.id)}`)).body
      expect(now).toMatchObject({ state: body.state, state_id: body.state?.id, state_type: 'RUNNING', run_count: 1 })
      expect(now.start_time).toBe(body.state?.timestamp)
    })

    test('of a run that there is not is answered with 404', async () => {
      expect(await set(api(), { id: NOWHERE }, { type: 'RUNNING' })).toEqual({
        status: 404,
        body: { exception_message: `Flow run with id ${NOWHERE} not found` },
      })
    })

    test.each([
      [{}, 'body.state'],
      [{ state: {} }, 'body.state.type'],
      [{ state: { type: 'DONE' } }, 'body.state.type'],
      [{ state: { type: 'RUNNING', id: NOWHERE } }, 'body.state.id'],
      [
        { state: { type: 'RUNNING', state_details: { scheduled_time: 'soon' } } },
        'body.state.state_details.scheduled_time',
      ],
      [{ state: { type: 'RUNNING' }, force: 'perhaps' }, 'body.force'],
    ])('needs a state: %j', async (body, place) => {
      const run = await newRun(api())
      const answer = await api().post(`/flow_runs/${text(run.id)}/set_state`, body)
      expect(answer.status).toBe(422)
      expect(places(answer)).toEqual([place])
    })

    test('gives back the data of a result, and forgets that of one that was not stored', async () => {
      const run = await newRun(api())
      const data = { type: 'reference', storage_key: 'k' }
      expect((await set(api(), run, { type: 'COMPLETED', data })).body.state?.data).toEqual(data)
      expect((await state(api(), run)).data).toEqual(data)
      const other = await newRun(api())
      const unpersisted = { type: 'unpersisted' }
      expect((await set(api(), other, { type: 'COMPLETED', data: unpersisted })).body.state?.data).toEqual(unpersisted)
      expect((await state(api(), other)).data).toBeNull()
    })

    test('makes the data an artifact of the run, with the key that it carries along', async () => {
      const run = await newRun(api())
      const key = fresh('key')
      const data = { type: 'reference', artifact_key: key, artifact_type: 'result', artifact_description: 'seven' }
      const { body } = await set(api(), run, { type: 'COMPLETED', data })
      expect(body.state?.data).toEqual({ type: 'reference' })
      const of = { flow_runs: { id: { any_: [run.id] } } }
      expect((await api().post('/artifacts/filter', of)).body).toMatchObject([
        {
          key,
          type: 'result',
          description: 'seven',
          data: { type: 'reference' },
          flow_run_id: run.id,
          task_run_id: null,
        },
      ])
      expect((await api().get(`/artifacts/${key}/latest`)).body).toMatchObject({ flow_run_id: run.id })
    })

    test('makes what is scheduled without a time due now', async () => {
      const run = await newRun(api(), { deployment: true })
      const { body } = await set(api(), run, { type: 'SCHEDULED' })
      expect(Math.abs(Date.parse(text(body.state?.state_details?.scheduled_time)) - Date.now())).toBeLessThan(60_000)
    })

    test('is refused with 200, and a state in its place answered with 201', async () => {
      const run = await newRun(api())
      await set(api(), run, { type: 'COMPLETED' })
      expect(await set(api(), run, { type: 'CRASHED' })).toMatchObject({
        status: 200,
        body: {
          status: 'ABORT',
          details: { type: 'abort_details', reason: 'Run is already in terminal state COMPLETED.' },
          state: { type: 'COMPLETED' },
        },
      })
      const scheduled = await newRun(api(), { state: { type: 'SCHEDULED' } })
      expect(await set(api(), scheduled, { type: 'CANCELLING' })).toMatchObject({
        status: 201,
        body: {
          status: 'REJECT',
          details: { type: 'reject_details', reason: 'Scheduled flow run has no infrastructure to terminate.' },
          state: { type: 'CANCELLED', name: 'Cancelled' },
        },
      })
    })

    test('before its time is to be tried again', async () => {
      const later = new Date(Date.now() + HOUR).toISOString()
      const run = await newRun(api(), { state: { type: 'SCHEDULED', state_details: { scheduled_time: later } } })
      const { status, body } = await set(api(), run, { type: 'RUNNING' })
      expect(status).toBe(200)
      expect(body).toMatchObject({ status: 'WAIT', state: { type: 'SCHEDULED' } })
      expect(body.details).toMatchObject({ type: 'wait_details', reason: 'Scheduled time is in the future' })
      expect(Math.abs(Number(body.details?.delay_seconds) - 3600)).toBeLessThan(60)
      expect((await set(api(), run, { type: 'RUNNING' }, { force: true })).body.status).toBe('ACCEPT')
    })

    test('keeps a history', async () => {
      const run = await newRun(api())
      for (const type of ['RUNNING', 'FAILED', 'RUNNING', 'COMPLETED']) await set(api(), run, { type })
      const history = items((await api().get(`/flow_run_states/?flow_run_id=${text(run.id)}`)).body)
      expect(history.map(({ type }) => type)).toEqual(['PENDING', 'RUNNING', 'FAILED', 'RUNNING', 'COMPLETED'])
    })

    test('tells what became of a subflow to the task run that stands for it', async () => {
      const parent = await newRun(api())
      const task = (
        await api().post('/task_runs/', {
          flow_run_id: parent.id,
          task_key: 'sub',
          dynamic_key: '0',
          state: { type: 'PENDING' },
        })
      ).body
      const run = await newRun(api(), { fields: { parent_task_run_id: task.id } })
      const { body } = await set(api(), run, { type: 'RUNNING', message: 'both' })
      expect(body.state?.state_details).toMatchObject({ flow_run_id: run.id, task_run_id: task.id })
      const standing = (await api().get(`/task_runs/${text(task.id)}`)).body
      expect(standing).toMatchObject({ state_type: 'RUNNING', run_count: 1 })
      expect(standing.state).toMatchObject({
        message: 'both',
        state_details: { flow_run_id: parent.id, task_run_id: task.id, child_flow_run_id: run.id },
      })
      expect(standing.state?.id).not.toBe(body.state?.id)
    })
  })

  describe('setting the state of several runs', () => {
    test('answers for each', async () => {
      const runs = [await newRun(api()), await newRun(api())]
      await set(api(), runs[1] ?? null, { type: 'COMPLETED' })
      const body = { flow_runs: { id: { any_: runs.map(({ id }) => id) } }, state: { type: 'CRASHED' } }
      const answer = await api().post('/flow_runs/bulk_set_state', body)
      expect(answer.status).toBe(200)
      const results = new Map(items(answer.body.results).map((result) => [text(result.flow_run_id), result]))
      expect(results.get(text(runs[0]?.id))).toMatchObject({ status: 'ACCEPT', state: { type: 'CRASHED' } })
      expect(results.get(text(runs[1]?.id))).toMatchObject({ status: 'ABORT', details: { type: 'abort_details' } })
      expect(each(answer.body.results, 'status')).toHaveLength(2)
    })

    test('of none answers nothing, of more than 50 is refused', async () => {
      const none = { flow_runs: { id: { any_: [NOWHERE] } }, state: { type: 'CRASHED' } }
      expect(await api().post('/flow_runs/bulk_set_state', none)).toEqual({ status: 200, body: { results: [] } })
      const answer = await api().post('/flow_runs/bulk_set_state', { ...none, limit: 51 })
      expect([answer.status, places(answer)]).toEqual([422, ['body.limit']])
    })
  })

  describe('pausing and resuming', () => {
    const paused = { type: 'PAUSED', state_details: { pause_timeout: new Date(Date.now() + HOUR).toISOString() } }

    test('goes on in the same attempt', async () => {
      const run = await newRun(api())
      await set(api(), run, { type: 'RUNNING' })
      await set(api(), run, paused)
      const { status, body } = await api().post(`/flow_runs/${text(run.id)}/resume`)
      expect([status, body.status, body.state?.type]).toEqual([201, 'ACCEPT', 'RUNNING'])
      const now = (await api().get(`/flow_runs/${text(run.id)}`)).body
      expect(now).toMatchObject({ run_count: 2, empirical_policy: { resuming: true } })
    })

    test('of what is not paused is answered with an abortion', async () => {
      const run = await newRun(api())
      expect(await api().post(`/flow_runs/${text(run.id)}/resume`)).toEqual({
        status: 200,
        body: {
          state: null,
          status: 'ABORT',
          details: { type: 'abort_details', reason: 'Cannot resume a flow run that is not paused.' },
        },
      })
    })

    test('of what is suspended schedules it anew', async () => {
      const run = await newRun(api(), { deployment: true })
      await set(api(), run, { type: 'RUNNING' })
      await set(api(), run, { type: 'PAUSED', name: 'Suspended', state_details: { pause_reschedule: true } })
      const { status, body } = await api().post(`/flow_runs/${text(run.id)}/resume`)
      expect([status, body.status, body.state?.type, body.state?.name]).toEqual([
        201,
        'ACCEPT',
        'SCHEDULED',
        'Resuming',
      ])
      const { next_scheduled_start_time: next } = (await api().get(`/flow_runs/${text(run.id)}`)).body
      expect(Math.abs(Date.parse(text(next)) - Date.now())).toBeLessThan(60_000)
      await set(api(), run, { type: 'RUNNING' })
      expect((await api().get(`/flow_runs/${text(run.id)}`)).body).toMatchObject({
        run_count: 1,
        empirical_policy: { resuming: false },
      })
    })

    describe('with an input', () => {
      const keyset = { schema: 'paused-schema', response: 'paused-response', description: 'paused-description' }
      const waiting = async (details: object = {}) => {
        const run = await newRun(api())
        await set(api(), run, { type: 'RUNNING' })
        await set(api(), run, { type: 'PAUSED', state_details: { run_input_keyset: keyset, ...details } })
        return run
      }
      const asks = (run: Body, value: string) =>
        api().post(`/flow_runs/${text(run.id)}/input`, { key: keyset.schema, value })
      const SCHEMA = JSON.stringify({ type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] })

      test('that fits stores it for the run', async () => {
        const run = await waiting()
        await asks(run, SCHEMA)
        const { status, body } = await api().post(`/flow_runs/${text(run.id)}/resume`, { run_input: { n: 7 } })
        expect([status, body.status]).toEqual([201, 'ACCEPT'])
        expect((await api().get(`/flow_runs/${text(run.id)}/input/${keyset.response}`)).body).toEqual({ n: 7 })
      })

      test('that is empty stores none', async () => {
        const run = await waiting()
        await asks(run, '{"type":"object"}')
        const { body } = await api().post(`/flow_runs/${text(run.id)}/resume`)
        expect(body.status).toBe('ACCEPT')
        expect((await api().get(`/flow_runs/${text(run.id)}/input/${keyset.response}`)).status).toBe(404)
      })

      test('that fits and comes too late stores none, and the run has failed', async () => {
        const run = await waiting({ pause_timeout: new Date(Date.now() - 1000).toISOString() })
        await asks(run, SCHEMA)
        const { body } = await api().post(`/flow_runs/${text(run.id)}/resume`, { run_input: { n: 7 } })
        expect(body).toMatchObject({ status: 'REJECT', state: { type: 'FAILED' } })
        expect((await state(api(), run)).type).toBe('FAILED')
        expect((await api().get(`/flow_runs/${text(run.id)}/input/${keyset.response}`)).status).toBe(404)
      })

      test.each([
        [{ n: 'seven' }, "Reason: Validation failed for field 'n'. Failure reason: 'seven' is not of type 'integer'"],
        [{}, "Reason: Validation failed. Failure reason: 'n' is a required property"],
        [
          { n: { __prefect_kind: 'json', value: '{' } },
          expect.stringMatching(/^Error hydrating run input: Invalid JSON: /),
        ],
      ])('that does not fit leaves the run paused: %j', async (input, reason) => {
        const run = await waiting()
        await asks(run, SCHEMA)
        const answer = await api().post(`/flow_runs/${text(run.id)}/resume`, { run_input: input })
        expect(answer).toMatchObject({
          status: 200,
          body: { status: 'REJECT', details: { type: 'abort_details', reason }, state: { type: 'PAUSED' } },
        })
        expect((await state(api(), run)).type).toBe('PAUSED')
      })

      test.each([
        [undefined, 'Run input schema not found.'],
        ['{', 'Run input schema is not valid JSON.'],
      ])('whose schema is %j leaves the run paused', async (value, reason) => {
        const run = await waiting()
        if (value !== undefined) await asks(run, value)
        const { body } = await api().post(`/flow_runs/${text(run.id)}/resume`, { run_input: { n: 7 } })
        expect(body).toMatchObject({ status: 'REJECT', details: { type: 'abort_details', reason } })
      })
    })
  })

  test('runs of one deployment are found by their state in the order of time, or by something else', async () => {
    const deployment = await newDeployment(api())
    const make = async () => (await api().post(`/deployments/${text(deployment.id)}/create_flow_run`)).body
    const [done, open] = [await make(), await make()]
    await set(api(), done, { type: 'COMPLETED' }, { force: true })
    const found = async (runs: object) => {
      const query = { deployments: { id: { any_: [deployment.id] } }, flow_runs: runs, sort: 'START_TIME_ASC' }
      const { body } = await api().post('/flow_runs/filter', query)
      return (body as unknown as Body[]).map(({ id }) => id)
    }
    const completed = { state: { type: { any_: ['COMPLETED'] } } }
    expect(await found(completed)).toEqual([done.id])
    expect(await found({ state: { type: { any_: ['SCHEDULED'] } } })).toEqual([open.id])
    const either = await found({ operator: 'or_', ...completed, id: { any_: [open.id] } })
    expect(new Set(either)).toEqual(new Set([done.id, open.id]))
  })

  describe("a deployment's limit", () => {
    const limited = async (options: object = {}) => {
      const deployment = await newDeployment(api(), { concurrency_limit: 1, ...options })
      const make = async () => (await api().post(`/deployments/${text(deployment.id)}/create_flow_run`)).body
      const slots = async () => {
        const { id } = deployment.global_concurrency_limit ?? {}
        return (await api().get(`/v2/concurrency_limits/${text(id)}`)).body.active_slots
      }
      return { runs: [await make(), await make()] as const, slots }
    }
    const submit = (run: Body) => set(api(), run, { type: 'PENDING' }, { headers: CLIENT })

    test('lets further runs wait for a slot, until one is given back', async () => {
      const { runs, slots } = await limited()
      const first = await submit(runs[0])
      expect(first.body).toMatchObject({ status: 'ACCEPT', state: { type: 'PENDING' } })
      expect(first.body.state?.state_details?.deployment_concurrency_lease_id).toEqual(expect.any(String))
      expect(await slots()).toBe(1)
      const second = await submit(runs[1])
      expect(second).toMatchObject({
        status: 201,
        body: {
          status: 'REJECT',
          details: { reason: 'Deployment concurrency limit reached.' },
          state: { type: 'SCHEDULED', name: 'AwaitingConcurrencySlot' },
        },
      })
      await set(api(), runs[0], { type: 'RUNNING' }, { headers: CLIENT })
      expect(await slots()).toBe(1)
      await set(api(), runs[0], { type: 'COMPLETED' }, { headers: CLIENT })
      expect(await slots()).toBe(0)
      expect((await submit(runs[1])).body.status).toBe('ACCEPT')
    })

    test('cancels further runs where the deployment says so', async () => {
      const { runs } = await limited({ concurrency_options: { collision_strategy: 'CANCEL_NEW' } })
      await submit(runs[0])
      const reason = 'Deployment concurrency limit reached.'
      expect((await submit(runs[1])).body).toMatchObject({
        status: 'REJECT',
        details: { reason },
        state: { type: 'CANCELLED', message: reason },
      })
    })

    test('is kept while a failed run waits for its next attempt', async () => {
      const { runs, slots } = await limited()
      await api().patch(`/flow_runs/${text(runs[0].id)}`, { empirical_policy: { retries: 1, retry_delay: 0 } })
      await submit(runs[0])
      await set(api(), runs[0], { type: 'RUNNING' }, { headers: CLIENT })
      const { body } = await set(api(), runs[0], { type: 'FAILED', message: 'oh' }, { headers: CLIENT })
      expect(body).toMatchObject({
        status: 'REJECT',
        details: { reason: 'Retrying' },
        state: { type: 'SCHEDULED', name: 'AwaitingRetry', message: 'oh' },
      })
      expect(await slots()).toBe(1)
    })
  })
}

async function newRun(
  api: Api,
  { deployment = false, state, fields = {} }: { deployment?: boolean; state?: object; fields?: object } = {},
): Promise<Body> {
  if (deployment) {
    const { id } = await newDeployment(api)
    return (await api.post(`/deployments/${text(id)}/create_flow_run`, { state: state ?? { type: 'PENDING' } })).body
  }
  const { id: flow_id } = await newFlow(api)
  const { status, body } = await api.post('/flow_runs/', {
    flow_id,
    ...(state === undefined ? {} : { state }),
    ...fields,
  })
  if (status !== 201) throw new Error(`no run: ${status} ${JSON.stringify(body)}`)
  return body
}

function set(
  api: Api,
  run: { readonly id?: unknown } | null,
  state: object,
  { force = false, headers = {} }: { force?: boolean; headers?: Readonly<Record<string, string>> } = {},
): Promise<Answer> {
  return api.call('POST', `/flow_runs/${text(run?.id)}/set_state`, { state, force }, headers)
}

/** The state that the run has when it is read again. */
async function state(api: Api, run: Body): Promise<Body> {
  const { state: found } = (await api.get(`/flow_runs/${text(run.id)}`)).body
  if (found === undefined) throw new Error('no state')
  return found
}
