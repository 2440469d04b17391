import { expect, test } from 'vitest'
import { type TheApi, fresh, items, newDeployment, newFlow, newLimit, newPool, text } from './api.ts'

/** A path below the API with placeholders for what is there, a body, and the refusals: type, place and message. */
type Case = readonly [path: string, body: unknown, ...details: readonly (readonly [string, string, string, unknown])[]]

const MISSING = 'Field required'
const EXTRA = 'Extra inputs are not permitted'
const MODEL = 'Input should be a valid dictionary or object to extract fields from'
const STATE =
  "Input should be 'SCHEDULED', 'PENDING', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED', 'PAUSED' or 'CANCELLING'"

const CASES: readonly Case[] = [
  // bodies that are one model
  ['/flows/', {}, ['missing', 'body.name', MISSING, {}]],
  ['/flows/', 'null', ['missing', 'body', MISSING, null]],
  ['/flows/', [], ['model_attributes_type', 'body', MODEL, []]],
  [
    '/flows/',
    { nope: 1, name: 'x', tags: null, other: 2 },
    ['list_type', 'body.tags', 'Input should be a valid list', null],
    ['extra_forbidden', 'body.nope', EXTRA, 1],
    ['extra_forbidden', 'body.other', EXTRA, 2],
  ],
  [
    '/flows/',
    { name: 'x', labels: { a: [] } },
    ['bool_type', 'body.labels.a.bool', 'Input should be a valid boolean', []],
    ['int_type', 'body.labels.a.int', 'Input should be a valid integer', []],
    ['float_type', 'body.labels.a.float', 'Input should be a valid number', []],
    ['string_type', 'body.labels.a.str', 'Input should be a valid string', []],
  ],
  [
    '/work_pools/',
    { name: 'x', type: 'process', storage_configuration: { nope: 5 } },
    ['extra_forbidden', 'body.storage_configuration.nope', EXTRA, 5],
  ],
  // bodies whose fields are the parameters of the route
  ['/flow_runs/{run}/set_state', {}, ['missing', 'body.state', MISSING, null]],
  ['/flow_runs/{run}/set_state', { state: null }, ['missing', 'body.state', MISSING, null]],
  ['/flow_runs/{run}/set_state', { state: {} }, ['missing', 'body.state.type', MISSING, {}]],
  ['/deployments/get_scheduled_flow_runs', {}, ['missing', 'body.deployment_ids', MISSING, null]],
  [
    '/v2/concurrency_limits/increment',
    {},
    ['missing', 'body.slots', MISSING, null],
    ['missing', 'body.names', MISSING, null],
  ],
  ['/work_pools/{pool}/workers/heartbeat', {}, ['missing', 'body.name', MISSING, null]],
  // one of several words
  ['/flow_runs/{run}/set_state', { state: { type: 'NOPE' } }, ['enum', 'body.state.type', STATE, 'NOPE']],
  ['/flow_runs/{run}/set_state', { state: { type: 5 } }, ['enum', 'body.state.type', STATE, 5]],
  ['/flow_runs/{run}/set_state', { state: { type: null } }, ['enum', 'body.state.type', STATE, null]],
  [
    '/v2/concurrency_limits/increment',
    { slots: 1, names: ['a'], mode: 'nope' },
    ['literal_error', 'body.mode', "Input should be 'concurrency' or 'rate_limit'", 'nope'],
  ],
  [
    '/deployments/{deployment}/create_flow_run',
    { empirical_policy: { retry_type: 'x' } },
    ['literal_error', 'body.empirical_policy.retry_type', "Input should be 'in_process' or 'reschedule'", 'x'],
  ],
  [
    '/variables/filter',
    { sort: 'x' },
    ['enum', 'body.sort', "Input should be 'CREATED_DESC', 'UPDATED_DESC', 'NAME_DESC' or 'NAME_ASC'", 'x'],
  ],
  // moments
  [
    '/flow_runs/filter',
    { flow_runs: { start_time: { after_: 'x' } } },
    ['value_error', 'body.flow_runs.start_time.after_', 'Value error, Unable to parse string [x]', 'x'],
  ],
  [
    '/flow_runs/{run}/set_state',
    { state: { type: 'PENDING', state_details: { scheduled_time: [] } } },
    ['value_error', 'body.state.state_details.scheduled_time', 'value is not a valid datetime', []],
  ],
  // what is nested comes before what encloses it
  [
    '/flow_runs/filter',
    { flow_runs: { nope: 1, tags: { nope: 2, all_: 5 }, name: 5 } },
    ['model_attributes_type', 'body.flow_runs.name', MODEL, 5],
    ['list_type', 'body.flow_runs.tags.all_', 'Input should be a valid list', 5],
    ['extra_forbidden', 'body.flow_runs.tags.nope', EXTRA, 2],
    ['extra_forbidden', 'body.flow_runs.nope', EXTRA, 1],
  ],
]

const UUIDS: readonly (readonly [sent: string, reason: string])[] = [
  ['', 'invalid length: found 0'],
  ['nope', 'invalid character: found `n` at 0'],
  ['12345678', 'invalid length: found 8'],
  ['0123456789abcdef0123456789abcdeg', 'invalid character: found `g` at 31'],
  ['00000000-0000-0000-0000-00000000000', 'invalid group length in group 4: expected 12, found 11'],
  ['0000000-00000-0000-0000-000000000000', 'invalid group length in group 0: expected 8, found 7'],
  ['00000000-0000-0000-000000000000', 'invalid group count: expected 5, found 4'],
  ['urn:uuid:nope', 'invalid character: found `n` at 9'],
  ['{00000000-0000-0000-0000-000000000000', 'invalid character: found `{` at 0'],
  ['{}', 'invalid group count: expected 5, found 1'],
  ['é', 'invalid character: found `é` at 0'],
]

/** The words of a 422, as pydantic has them. */
export function refusalContract(api: TheApi): void {
  const here = async (path: string): Promise<string> => {
    if (path.includes('{run}')) {
      const { body } = await api().post('/flow_runs/', { flow_id: (await newFlow(api())).id })
      return path.replace('{run}', text(body.id))
    }
    if (path.includes('{deployment}')) return path.replace('{deployment}', text((await newDeployment(api())).id))
    return path.includes('{pool}') ? path.replace('{pool}', text((await newPool(api())).name)) : path
  }

  test.for(CASES)('POST %s %j', async ([path, sent, ...details]) => {
    const { status, body } = await api().post(await here(path), sent)
    expect(status).toBe(422)
    const found = items(body.exception_detail).map(({ type, loc, msg, input }) => [
      type,
      items(loc).map(text).join('.'),
      msg,
      input,
    ])
    expect(found).toEqual(details)
  })

  test.for([
    ...[
      'flows',
      'flow_runs',
      'task_runs',
      'deployments',
      'work_pools',
      'artifacts',
      'variables',
      'automations',
    ].flatMap((name) => ['limit', 'offset', 'page', 'sort'].map((field) => [`/${name}/count`, field, 200] as const)),
    ['/flow_runs/filter', 'page', 200],
    ['/flow_runs/filter', 'offset', 422],
    ['/flow_runs/paginate', 'offset', 200],
    ['/flow_runs/paginate', 'page', 422],
    ['/work_pools/nope/queues/filter', 'page', 404],
  ] as const)('%s with a senseless %s is a %i', async ([path, field, status]) => {
    expect((await api().post(path, { [field]: 'x' })).status).toBe(status)
  })

  test('a refusal is told in the order in which pydantic tells it', async () => {
    const { body } = await api().post('/flows/filter', { limit: 'x', sort: 'y' })
    for (const detail of items(body.exception_detail)) {
      const order = ['type', 'loc', 'msg', 'input', 'ctx']
      expect(Object.keys(detail)).toEqual(order.filter((key) => key in detail))
    }
  })

  test('a kind of schedule stands in the place of what is wrong with it', async () => {
    const path = `/deployments/${text((await newDeployment(api())).id)}/schedules`
    for (const [schedule, place] of [
      [{ cron: 'x' }, 'body.0.schedule.function-after[validate_timezone(), CronSchedule].cron'],
      [{ interval: -1 }, 'body.0.schedule.function-after[validate_timezone(), IntervalSchedule].interval'],
      [{ rrule: 'x' }, 'body.0.schedule.RRuleSchedule.rrule'],
    ] as const) {
      const { status, body } = await api().post(path, [{ schedule }])
      expect(status).toBe(422)
      // The real server tells of the kinds that were not meant, too.
      expect(items(body.exception_detail).map(({ loc }) => items(loc).map(text).join('.'))).toContain(place)
    }
  })

  test.for(UUIDS)('"%s" is no UUID: %s', async ([sent, error]) => {
    const { status, body } = await api().post('/flow_runs/', { flow_id: sent })
    expect(status).toBe(422)
    const msg = `Input should be a valid UUID, ${error}`
    expect(body.exception_detail).toEqual([
      { type: 'uuid_parsing', loc: ['body', 'flow_id'], msg, input: sent, ctx: { error } },
    ])
    const states = await api().get(`/flow_run_states/?flow_run_id=${encodeURIComponent(sent)}`)
    expect(items(states.body.exception_detail)[0]).toMatchObject({ loc: ['query', 'flow_run_id'], msg })
  })

  test.for<[string, number]>([
    ['/health', 405],
    ['/flows/filter', 405],
    ['/flows/name/x', 405],
    ['/nope', 404],
  ])('HEAD %s is a %i', async ([path, status]) => {
    expect(await api().call('HEAD', path)).toEqual({ status, body: null })
  })

  test('a name that is too long says how long it is', async () => {
    const name = 'x'.repeat(300)
    const { body } = await api().post('/variables/', { name, value: 1 })
    expect(body.exception_detail).toEqual([
      {
        type: 'too_long',
        loc: ['body', 'name'],
        msg: 'Value should have at most 255 items after validation, not 300',
        input: name,
        ctx: { field_type: 'Value', max_length: 255, actual_length: 300 },
      },
    ])
  })

  test('a lease that is no UUID is refused by its place in the path', async () => {
    await newLimit(api(), 1)
    const { body } = await api().post(`/v2/concurrency_limits/leases/${fresh('nope')}/renew`, {})
    expect(items(body.exception_detail)[0]).toMatchObject({
      loc: ['path', 'lease_id'],
      msg: 'Input should be a valid UUID, invalid character: found `n` at 0',
    })
  })
}
