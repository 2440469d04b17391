import { randomUUID } from 'node:crypto'
import { type RequestListener, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import { type Body, fresh, items, text } from '../../contract/api.ts'
import { folderWith } from '../../support/folder.ts'
import { startMemory } from '../../support/memory-server.ts'
import { type MovedServer, deployed, movedServer } from '../../support/moved-server.ts'
import { fakeTime } from '../../support/timers.ts'

let running: MovedServer | undefined
afterEach(() => running?.close())

async function started(data?: string): Promise<MovedServer> {
  running = await movedServer(data)
  return running
}

const SECOND = 1000

/** Tells that something happened to a thing, so many seconds before the present. */
async function happen(moved: MovedServer, event: string, fields: object = {}, secondsAgo = 0): Promise<Body> {
  const occurred = new Date(moved.time.clock() - secondsAgo * SECOND).toISOString()
  const sent = { id: randomUUID(), occurred, event, resource: { 'prefect.resource.id': 'thing.1' }, ...fields }
  await moved.post('/events', [sent])
  return JSON.parse(JSON.stringify(sent)) as Body
}

const reactive = (fields: object = {}) => ({ type: 'event', posture: 'Reactive', expect: ['thing.broke'], ...fields })
const NOTHING = [{ type: 'do-nothing' }]

async function automated(
  moved: MovedServer,
  trigger: object,
  actions: readonly object[] = NOTHING,
  rest: object = {},
): Promise<Body> {
  return moved.post('/automations/', { name: fresh('automation'), trigger, actions, ...rest })
}

/** What automations told, in order, without what they tell about being made. */
async function told(moved: MovedServer, name: string): Promise<readonly Body[]> {
  const page = await moved.post('/events/filter', { filter: { event: { name: [name] }, order: 'ASC' } })
  return items(page.events)
}

const triggered = async (moved: MovedServer) => (await told(moved, 'prefect.automation.triggered')).length

describe('a Reactive trigger', () => {
  test('fires for each event that it expects, and for no other', async () => {
    const moved = await started()
    const automation = await automated(moved, reactive())
    await happen(moved, 'thing.works')
    const event = await happen(moved, 'thing.broke')
    await happen(moved, 'thing.broke')
    await moved.pass(SECOND)
    const all = await told(moved, 'prefect.automation.triggered')
    expect(all).toHaveLength(2)
    expect(all[0]).toMatchObject({
      resource: {
        'prefect.resource.id': `prefect.automation.${text(automation.id)}`,
        'prefect.resource.name': automation.name,
        'prefect.posture': 'Reactive',
      },
      related: [
        { 'prefect.resource.id': `prefect.event.${text(event.id)}`, 'prefect.resource.role': 'triggering-event' },
      ],
      payload: { triggering_labels: {}, triggering_event: { id: event.id, event: 'thing.broke' } },
    })
    const done = await told(moved, 'prefect.automation.action.executed')
    expect(done).toHaveLength(2)
    expect(done[0]).toMatchObject({
      resource: { 'prefect.trigger-type': 'event', 'prefect.posture': 'Reactive' },
      payload: { action_index: 0, action_type: 'do-nothing', invocation: expect.any(String) },
      related: [
        {
          'prefect.resource.id': `prefect.event.${text(all[0]?.id)}`,
          'prefect.resource.role': 'automation-triggered-event',
        },
        { 'prefect.resource.id': `prefect.event.${text(event.id)}`, 'prefect.resource.role': 'triggering-event' },
      ],
      follows: (await told(moved, 'prefect.automation.action.triggered'))[0]?.id,
    })
  })

  test.for<[string, object, object, number]>([
    ['a matching label', { match: { colour: 'r*' } }, { resource: { 'prefect.resource.id': 'a', colour: 'red' } }, 1],
    ['another label', { match: { colour: 'r*' } }, { resource: { 'prefect.resource.id': 'a', colour: 'blue' } }, 0],
    ['a label that is not there', { match: { colour: '!red' } }, {}, 0],
    ['one of several values', { match: { 'prefect.resource.id': ['x', 'thing.?'] } }, {}, 1],
    [
      'a related resource',
      { match_related: { team: 'a' } },
      { related: [{ 'prefect.resource.id': 'x', 'prefect.resource.role': 'r', team: 'a' }] },
      1,
    ],
    ['no related resource', { match_related: [{ team: 'a' }] }, {}, 0],
    ['any event', { expect: [] }, {}, 1],
    ['a wildcard', { expect: ['thing.*'] }, {}, 1],
  ])('looks at labels: %s', async ([, trigger, event, count]) => {
    const moved = await started()
    await automated(moved, reactive(trigger))
    await happen(moved, 'thing.broke', event)
    await moved.pass(SECOND)
    expect(await triggered(moved)).toBe(count)
  })

  test('waits until enough events came within its time, and begins anew after it fired', async () => {
    const moved = await started()
    await automated(moved, reactive({ threshold: 3, within: 60 }))
    for (const seconds of [50, 40]) await happen(moved, 'thing.broke', {}, seconds)
    await moved.pass(SECOND)
    expect(await triggered(moved)).toBe(0)
    await happen(moved, 'thing.broke', {}, 10)
    await moved.pass(SECOND)
    expect(await triggered(moved)).toBe(1)
    // within the time of the window that fired
    await happen(moved, 'thing.broke')
    await moved.pass(SECOND)
    expect(await triggered(moved)).toBe(1)
  })

  test.for<[string, number, number]>([
    ['counts an event that comes late', 14 * 60, 1],
    ['leaves out one that comes later than a quarter of an hour', 16 * 60, 0],
  ])('%s', async ([, secondsAgo, count]) => {
    const moved = await started()
    await automated(moved, reactive({ threshold: 2, within: 60 }))
    await happen(moved, 'thing.broke')
    await happen(moved, 'thing.broke', {}, secondsAgo)
    await moved.pass(SECOND)
    expect(await triggered(moved)).toBe(count)
  })

  test('counts events of different things separately', async () => {
    const moved = await started()
    await automated(
      moved,
      reactive({ threshold: 2, within: 60, for_each: ['prefect.resource.id', 'related:owner:team'] }),
    )
    const of = (id: string, team: string) => ({
      resource: { 'prefect.resource.id': id },
      related: [{ 'prefect.resource.id': 'x', 'prefect.resource.role': 'owner', team }],
    })
    for (const [id, team] of [
      ['1', 'a'],
      ['2', 'a'],
      ['1', 'b'],
      ['1', 'a'],
    ] as const)
      await happen(moved, 'thing.broke', of(id, team))
    await moved.pass(SECOND)
    const [event, ...more] = await told(moved, 'prefect.automation.triggered')
    expect(more).toEqual([])
    expect(event?.payload?.triggering_labels).toEqual({ 'prefect.resource.id': '1', 'related:owner:team': 'a' })
  })

  test('looks for what it expects only after another event', async () => {
    const moved = await started()
    await automated(moved, reactive({ after: ['thing.started'], expect: ['thing.broke'], within: 60 }))
    await happen(moved, 'thing.broke')
    await moved.pass(SECOND)
    expect(await triggered(moved)).toBe(0)
    await happen(moved, 'thing.started')
    await happen(moved, 'thing.broke')
    await moved.pass(SECOND)
    expect(await triggered(moved)).toBe(1)
    await happen(moved, 'thing.broke')
    await moved.pass(SECOND)
    expect(await triggered(moved)).toBe(1)
  })

  test('does not count the event that starts its time, although it expects such events', async () => {
    const moved = await started()
    await automated(moved, reactive({ after: ['thing.broke'], within: 60 }))
    await happen(moved, 'thing.broke')
    await moved.pass(SECOND)
    expect(await triggered(moved)).toBe(0)
    await happen(moved, 'thing.broke')
    await moved.pass(SECOND)
    expect(await triggered(moved)).toBe(1)
  })

  test('does not look back, nor while it is turned off', async () => {
    const moved = await started()
    await happen(moved, 'thing.broke')
    const { id } = await automated(moved, reactive(), NOTHING, { enabled: false })
    await happen(moved, 'thing.broke')
    await moved.pass(SECOND)
    await moved.call('PATCH', `/automations/${text(id)}`, { enabled: true })
    await moved.pass(SECOND)
    expect(await triggered(moved)).toBe(0)
    await happen(moved, 'thing.broke')
    await moved.pass(SECOND)
    expect(await triggered(moved)).toBe(1)
    await moved.call('DELETE', `/automations/${text(id)}`)
    await happen(moved, 'thing.broke')
    await moved.pass(SECOND)
    expect(await triggered(moved)).toBe(1)
  })

  test('does not look back to what an older one has still to look at', async () => {
    const moved = await started()
    const older = await automated(moved, reactive())
    await happen(moved, 'thing.broke')
    await automated(moved, reactive())
    await moved.pass(SECOND)
    expect(await told(moved, 'prefect.automation.triggered')).toMatchObject([
      { resource: { 'prefect.resource.name': older.name } },
    ])
  })

  test('for whatever happens does not set off itself', async () => {
    const moved = await started()
    await automated(moved, reactive({ expect: [] }))
    await automated(moved, reactive({ expect: ['*'] }))
    await happen(moved, 'thing.broke')
    for (let second = 0; second < 10; second += 1) await moved.pass(SECOND)
    expect(await triggered(moved)).toBe(2)
  })

  test('may be for what another automation does', async () => {
    const moved = await started()
    const { id } = await automated(moved, reactive())
    const match = { 'prefect.resource.id': `prefect.automation.${text(id)}` }
    await automated(moved, reactive({ expect: ['prefect.automation.triggered'], match }))
    await happen(moved, 'thing.broke')
    await moved.pass(SECOND)
    await moved.pass(SECOND)
    expect(await triggered(moved)).toBe(2)
  })
})

describe('a Proactive trigger', () => {
  const proactive = (fields: object = {}) => ({
    type: 'event',
    posture: 'Proactive',
    expect: ['beat'],
    within: 60,
    ...fields,
  })

  test('fires when nothing comes within its time, again and again', async () => {
    const moved = await started()
    await automated(moved, proactive())
    await moved.pass(55 * SECOND)
    expect(await triggered(moved)).toBe(0)
    await moved.pass(10 * SECOND)
    expect(await triggered(moved)).toBe(1)
    await moved.pass(60 * SECOND)
    expect(await triggered(moved)).toBe(2)
    expect((await told(moved, 'prefect.automation.triggered'))[0]?.payload).toEqual({
      triggering_labels: {},
      triggering_event: null,
    })
  })

  test('is quiet as long as what it expects comes', async () => {
    const moved = await started()
    await automated(moved, proactive())
    for (let minute = 0; minute < 5; minute += 1) {
      await moved.pass(30 * SECOND)
      await happen(moved, 'beat')
      await moved.pass(30 * SECOND)
    }
    expect(await triggered(moved)).toBe(0)
    await moved.pass(120 * SECOND)
    expect(await triggered(moved)).toBeGreaterThan(0)
  })

  test('fires for each thing that began and did not go on', async () => {
    const moved = await started()
    await automated(moved, proactive({ after: ['began'], expect: ['ended'], for_each: ['prefect.resource.id'] }))
    await moved.pass(120 * SECOND)
    expect(await triggered(moved)).toBe(0)
    const of = (id: string) => ({ resource: { 'prefect.resource.id': id } })
    await happen(moved, 'began', of('1'))
    await happen(moved, 'began', of('2'))
    await happen(moved, 'ended', of('1'))
    await moved.pass(90 * SECOND)
    const all = await told(moved, 'prefect.automation.triggered')
    expect(all.map(({ payload }) => payload?.triggering_labels)).toEqual([{ 'prefect.resource.id': '2' }])
    await moved.pass(120 * SECOND)
    expect(await triggered(moved)).toBe(1)
  })

  test('that waits for another event takes no silence before it for one', async () => {
    const moved = await started()
    await automated(moved, proactive({ after: ['began'], expect: ['ended'] }))
    await moved.pass(300 * SECOND)
    expect(await triggered(moved)).toBe(0)
    await happen(moved, 'began')
    await moved.pass(70 * SECOND)
    expect(await triggered(moved)).toBe(1)
  })

  test('waits anew for a thing that begins again after what it expected came', async () => {
    const moved = await started()
    await automated(moved, proactive({ after: ['began'], expect: ['ended'], for_each: ['prefect.resource.id'] }))
    await happen(moved, 'began')
    await moved.pass(5 * SECOND)
    await happen(moved, 'ended')
    await moved.pass(25 * SECOND)
    await happen(moved, 'began')
    await moved.pass(59 * SECOND)
    expect(await triggered(moved)).toBe(0)
    await moved.pass(2 * SECOND)
    expect(await triggered(moved)).toBe(1)
  })

  test('fires for each of many things, though their time was over long before anybody looked', async () => {
    const moved = await started()
    await automated(moved, proactive({ after: ['began'], expect: ['ended'], for_each: ['prefect.resource.id'] }))
    const occurred = new Date(moved.time.clock()).toISOString()
    const began = Array.from({ length: 510 }, (_, index) => {
      return { id: randomUUID(), occurred, event: 'began', resource: { 'prefect.resource.id': `thing.${index}` } }
    })
    await moved.post('/events', began)
    await moved.pass(SECOND)
    moved.time.jump(300 * SECOND)
    await moved.pass(60 * SECOND)
    for (let rounds = 0; rounds < 20; rounds += 1) await moved.pass(SECOND)
    const page = await moved.post('/events/filter', { filter: { event: { name: ['prefect.automation.triggered'] } } })
    expect(page.total).toBe(510)
  })

  test('takes no time for silence in which the server was not there', async () => {
    const folder = await folderWith({})
    const moved = await started(folder)
    await automated(moved, proactive())
    await moved.pass(50 * SECOND)
    running = await moved.restarted(3600 * SECOND)
    await running.pass(50 * SECOND)
    expect(await triggered(running)).toBe(0)
    await running.pass(20 * SECOND)
    expect(await triggered(running)).toBe(1)
  })

  test('waits for the end of its time, though fewer came than it expects', async () => {
    const moved = await started()
    await automated(moved, proactive({ threshold: 2 }))
    await moved.pass(SECOND)
    await happen(moved, 'beat')
    await moved.pass(30 * SECOND)
    expect(await triggered(moved)).toBe(0)
    await moved.pass(31 * SECOND)
    expect(await triggered(moved)).toBe(1)
  })

  test('names the last event before the silence, over a restart, too', async () => {
    const folder = await folderWith({})
    const moved = await started(folder)
    await automated(moved, proactive())
    await moved.pass(10 * SECOND)
    const event = await happen(moved, 'beat')
    await moved.pass(10 * SECOND)
    running = await moved.restarted(3600 * SECOND)
    await running.pass(70 * SECOND)
    expect(await told(running, 'prefect.automation.triggered')).toMatchObject([
      { payload: { triggering_event: { id: event.id } } },
    ])
  })
})

describe('a trigger of several', () => {
  const parts = [reactive({ expect: ['one'] }), reactive({ expect: ['two'] }), reactive({ expect: ['three'] })]

  test.for<[string | number, string[], number]>([
    ['any', ['two'], 1],
    ['all', ['one', 'two'], 0],
    ['all', ['three', 'one', 'one', 'two'], 1],
    [2, ['one', 'three'], 1],
    [2, ['one', 'one'], 0],
  ])('that needs %s fires after %s: %d', async ([require, events, count]) => {
    const moved = await started()
    await automated(moved, { type: 'compound', require, within: 60, triggers: parts })
    for (const event of events) await happen(moved, event)
    await moved.pass(SECOND)
    expect(await triggered(moved)).toBe(count)
  })

  test('forgets parts that fired too long ago', async () => {
    const moved = await started()
    await automated(moved, { type: 'compound', require: 'all', within: 60, triggers: parts.slice(0, 2) })
    await happen(moved, 'one')
    await moved.pass(90 * SECOND)
    await happen(moved, 'two')
    await moved.pass(SECOND)
    expect(await triggered(moved)).toBe(0)
    await happen(moved, 'one')
    await moved.pass(SECOND)
    expect(await triggered(moved)).toBe(1)
  })

  test('in a sequence fires when they come in their order', async () => {
    const moved = await started()
    await automated(moved, { type: 'sequence', within: 60, triggers: parts })
    for (const event of ['two', 'one', 'two', 'three']) await happen(moved, event)
    await moved.pass(SECOND)
    expect(await triggered(moved)).toBe(1)
    for (const event of ['three', 'two', 'one']) await happen(moved, event)
    await moved.pass(SECOND)
    expect(await triggered(moved)).toBe(1)
  })

  test('may be within another, and keeps what it saw over a restart', async () => {
    const moved = await started(await folderWith({}))
    const inner = { type: 'sequence', within: null, triggers: parts.slice(0, 2) }
    await automated(moved, { type: 'compound', require: 'all', within: null, triggers: [inner, parts[2]] })
    await happen(moved, 'one')
    await happen(moved, 'three')
    await moved.pass(SECOND)
    running = await moved.restarted(SECOND)
    await happen(running, 'two')
    await running.pass(SECOND)
    expect(await triggered(running)).toBe(1)
  })
})

describe('an action', () => {
  const run = (id: unknown, fields: object = {}) => ({
    type: 'run-deployment',
    source: 'selected',
    deployment_id: id,
    ...fields,
  })
  const failures = async (moved: MovedServer) =>
    (await told(moved, 'prefect.automation.action.failed')).map(({ payload }) => payload?.reason)

  test('runs a deployment once, with parameters from the event', async () => {
    const moved = await started()
    const deployment = await deployed(moved, [])
    const parameters = {
      whole: '{{ event.payload }}',
      number: '{{ event.payload.numbers[1] }}',
      name: 'It was {{ event.resource.name }} in {{ event.resource["a.b"] | upper }}',
      label: '{{ event.resource.labels.a.b }}',
      id: '{{ event.id }}',
      old: {
        __prefect_kind: 'json',
        value: { __prefect_kind: 'jinja', template: '{{ event.payload.numbers | tojson }}' },
      },
      variable: { __prefect_kind: 'workspace_variable', variable_name: 'place' },
      by: '{{ automation.name }}',
      deployment: '{{ deployment.name }}',
      plain: ['a', { b: '{{ missing.thing | default("none") }}' }],
    }
    await moved.post('/variables/', { name: 'place', value: 'here' })
    const automation = await automated(moved, reactive(), [run(deployment.id, { parameters, schedule_after: 120 })])
    const event = await happen(moved, 'thing.broke', {
      resource: { 'prefect.resource.id': 'thing.1', 'prefect.resource.name': 'The thing', 'a.b': 'x' },
      related: [{ 'prefect.resource.id': `prefect.deployment.${text(deployment.id)}`, 'prefect.resource.role': 'r' }],
      payload: { numbers: [1, 2.5] },
    })
    await moved.pass(SECOND)
    const runs = items(await moved.post('/flow_runs/filter', {}))
    expect(runs).toHaveLength(1)
    expect(runs[0]).toMatchObject({
      deployment_id: deployment.id,
      parameters: {
        whole: { numbers: [1, 2.5] },
        number: 2.5,
        name: 'It was The thing in X',
        label: 'x',
        id: event.id,
        old: [1, 2.5],
        variable: 'here',
        by: automation.name,
        deployment: 'd',
        plain: ['a', { b: 'none' }],
      },
      created_by: { id: automation.id, type: 'AUTOMATION', display_value: automation.name },
    })
    const expected = Date.parse(text(runs[0]?.expected_start_time)) - Date.parse(text(runs[0]?.created))
    expect(Math.abs(expected - 120_000)).toBeLessThan(2000)
    const [done] = await told(moved, 'prefect.automation.action.executed')
    expect(done?.payload).toMatchObject({ action_type: 'run-deployment', status_code: 201 })
    expect(items(done?.related)[1]).toMatchObject({
      'prefect.resource.role': 'flow-run',
      'prefect.resource.name': runs[0]?.name,
    })
  })

  test('runs the deployment that the event has to do with', async () => {
    const moved = await started()
    const { id } = await deployed(moved, [])
    await automated(moved, reactive(), [{ type: 'run-deployment', source: 'inferred' }])
    const related = [{ 'prefect.resource.id': `prefect.deployment.${text(id)}`, 'prefect.resource.role': 'deployment' }]
    await happen(moved, 'thing.broke', { related })
    await happen(moved, 'thing.broke')
    await moved.pass(SECOND)
    expect(items(await moved.post('/flow_runs/filter', {})).map((flowRun) => flowRun.deployment_id)).toEqual([id])
    expect(await failures(moved)).toEqual(['No deployment could be inferred'])
  })

  test('that fails is told with its reason, and the next is done', async () => {
    const moved = await started()
    const { id } = await deployed(moved, [])
    const nowhere = randomUUID()
    await automated(moved, reactive(), [
      run(nowhere),
      run(id, { parameters: { a: '{{ event.payload.nothing }}' } }),
      { type: 'pause-work-pool', work_pool_id: nowhere },
      { type: 'cancel-flow-run' },
      { type: 'pause-deployment', deployment_id: id },
    ])
    await happen(moved, 'thing.broke')
    await moved.pass(SECOND)
    expect(await failures(moved)).toEqual([
      "Unexpected status from 'run-deployment' action: 404",
      "Unable to create flow run from deployment: TypeError('Object of type ChainableUndefined is not JSON serializable')",
      `Work pool ${nowhere} not found`,
      'No flow run could be inferred',
    ])
    expect((await moved.call('GET', `/deployments/${text(id)}`)).paused).toBe(true)
  })

  test('pauses and resumes deployments, pools and automations', async () => {
    const moved = await started()
    const { id: deployment } = await deployed(moved, [])
    const pool = await moved.post('/work_pools/', { name: 'my pool', type: 'process' })
    const { id: other } = await automated(moved, reactive({ expect: ['other'] }))
    await automated(moved, reactive({ expect: ['pause'] }), [
      { type: 'pause-deployment', deployment_id: deployment },
      { type: 'pause-work-pool', work_pool_id: pool.id },
      { type: 'pause-automation', automation_id: other },
    ])
    await automated(moved, reactive({ expect: ['resume'] }), [
      { type: 'resume-deployment', deployment_id: deployment },
      { type: 'resume-work-pool', work_pool_id: pool.id },
      { type: 'resume-automation', automation_id: other },
    ])
    const state = async () => [
      (await moved.call('GET', `/deployments/${text(deployment)}`)).paused,
      (await moved.call('GET', '/work_pools/my%20pool')).is_paused,
      (await moved.call('GET', `/automations/${text(other)}`)).enabled,
    ]
    await happen(moved, 'pause')
    await moved.pass(SECOND)
    expect(await failures(moved)).toEqual([])
    expect(await state()).toEqual([true, true, false])
    await happen(moved, 'resume')
    await moved.pass(SECOND)
    expect(await state()).toEqual([false, false, true])
  })

  test('changes the state of the run that the event is about', async () => {
    const moved = await started()
    const { id } = await deployed(moved, [])
    const made = await moved.post(`/deployments/${text(id)}/create_flow_run`, {})
    await automated(moved, reactive({ expect: ['prefect.flow-run.Running'] }), [
      { type: 'change-flow-run-state', state: 'COMPLETED', name: 'Enough', message: 'It is' },
    ])
    await moved.post(`/flow_runs/${text(made.id)}/set_state`, { state: { type: 'RUNNING' }, force: true })
    await moved.pass(SECOND)
    expect(await failures(moved)).toEqual([])
    expect((await moved.call('GET', `/flow_runs/${text(made.id)}`)).state).toMatchObject({
      type: 'COMPLETED',
      name: 'Enough',
      message: 'It is',
    })
  })

  test.for<[string, object, object, string | undefined]>([
    ['cancels', { type: 'cancel-flow-run' }, { type: 'RUNNING' }, 'Cancelling'],
    ['suspends', { type: 'suspend-flow-run' }, { type: 'RUNNING' }, 'Suspended'],
    ['deletes', { type: 'delete-flow-run' }, { type: 'COMPLETED' }, undefined],
    [
      'resumes',
      { type: 'resume-flow-run' },
      {
        type: 'PAUSED',
        name: 'Suspended',
        state_details: { pause_reschedule: true, pause_timeout: '2030-01-01T00:00:00Z' },
      },
      'Resuming',
    ],
  ])('%s the run that the event is about', async ([, action, state, name]) => {
    const moved = await started()
    const { id } = await deployed(moved, [])
    const made = await moved.post(`/deployments/${text(id)}/create_flow_run`, {})
    await moved.post(`/flow_runs/${text(made.id)}/set_state`, { state, force: true })
    await automated(moved, reactive(), [action])
    const related = [
      { 'prefect.resource.id': `prefect.flow-run.${text(made.id)}`, 'prefect.resource.role': 'flow-run' },
    ]
    await happen(moved, 'thing.broke', { related })
    await moved.pass(SECOND)
    expect(await failures(moved)).toEqual([])
    const runs = items(await moved.post('/flow_runs/filter', {}))
    expect(runs.map((flowRun) => flowRun.state_name as unknown)).toEqual(name === undefined ? [] : [name])
  })

  test('that is refused by the rules of runs is told with their reason', async () => {
    const moved = await started()
    const { id } = await deployed(moved, [])
    const made = await moved.post(`/deployments/${text(id)}/create_flow_run`, {})
    await moved.post(`/flow_runs/${text(made.id)}/set_state`, { state: { type: 'COMPLETED' }, force: true })
    await automated(moved, reactive(), [{ type: 'cancel-flow-run' }])
    await happen(moved, 'thing.broke', { resource: { 'prefect.resource.id': `prefect.flow-run.${text(made.id)}` } })
    await moved.pass(SECOND)
    expect(await failures(moved)).toEqual([expect.stringMatching(/^Failed to set state: ./)])
  })

  test('pauses the queue of the event, and lets it go on', async () => {
    const moved = await started()
    const pool = await moved.post('/work_pools/', { name: 'p', type: 'process' })
    const id = text(pool.default_queue_id)
    await automated(moved, reactive({ expect: ['pause'] }), [{ type: 'pause-work-queue', source: 'inferred' }])
    await automated(moved, reactive({ expect: ['resume'] }), [{ type: 'resume-work-queue', work_queue_id: id }])
    const isPaused = async () => (await moved.call('GET', '/work_pools/p/queues/default')).is_paused
    await happen(moved, 'pause', { resource: { 'prefect.resource.id': `prefect.work-queue.${id}` } })
    await moved.pass(SECOND)
    expect(await failures(moved)).toEqual([])
    expect(await isPaused()).toBe(true)
    await happen(moved, 'resume')
    await moved.pass(SECOND)
    expect(await isPaused()).toBe(false)
  })

  test('when the automation is triggered knows that event', async () => {
    const moved = await started()
    const { id } = await deployed(moved, [])
    const parameters = { told: '{{ event.event }}' }
    await automated(moved, reactive(), [], { actions_on_trigger: [run(id, { parameters })] })
    await happen(moved, 'thing.broke')
    await moved.pass(SECOND)
    const [made] = items(await moved.post('/flow_runs/filter', {}))
    expect(made?.parameters).toEqual({ told: 'prefect.automation.triggered' })
  })
})

test('what was to be done when the server ended is done after a restart, once', async () => {
  const folder = await folderWith({})
  const moved = await started(folder)
  const { id } = await deployed(moved, [])
  const run = { type: 'run-deployment', source: 'selected', deployment_id: id }
  await automated(moved, reactive(), [run, run])
  await moved.pass(SECOND)
  await happen(moved, 'thing.broke')
  await moved.server.close()
  // as if the process had ended after it noted what to do, and after it did the first of it
  const database = new Database(join(folder, 'registrar.db'))
  expect(database.prepare('select count(*) as count from automation_action').get()).toEqual({ count: 0 })
  database.close()
  running = await movedServer(folder, moved.time)
  await running.pass(SECOND)
  expect(items(await running.post('/flow_runs/filter', {}))).toHaveLength(2)
  const [executed] = await told(running, 'prefect.automation.action.executed')
  const triggeredAction = {
    invocation: text(executed?.payload?.invocation),
    automation: {
      id: text(executed?.resource?.['prefect.resource.id']).slice('prefect.automation.'.length),
      name: 'a',
      trigger: { ...reactive(), id: randomUUID() },
    },
    action: { ...run, parameters: null, job_variables: null, schedule_after: 0 },
    index: 0,
    triggered: 1,
    labels: {},
    event: null,
    firing: { id: randomUUID(), triggerId: randomUUID(), triggered: 1, labels: {}, event: null, parts: [] },
    triggeredEventId: randomUUID(),
  }
  await running.server.close()
  const again = new Database(join(folder, 'registrar.db'))
  again.prepare('insert into automation_action (action) values (?)').run(JSON.stringify(triggeredAction))
  again.close()
  running = await movedServer(folder, moved.time)
  await running.pass(SECOND)
  expect(items(await running.post('/flow_runs/filter', {}))).toHaveLength(2)
  expect(await told(running, 'prefect.automation.action.executed')).toHaveLength(3)
})

test('events that came while no automation looked are looked at after a restart, once', async () => {
  const moved = await started(await folderWith({}))
  await automated(moved, reactive())
  await moved.pass(SECOND)
  await happen(moved, 'thing.broke')
  running = await moved.restarted(SECOND)
  await running.pass(SECOND)
  expect(await triggered(running)).toBe(1)
  running = await running.restarted(SECOND)
  await running.pass(SECOND)
  expect(await triggered(running)).toBe(1)
})

describe('webhooks', () => {
  /** A server on loopback that gets calls, and a webhook block that calls it. */
  async function calledBy(moved: MovedServer, answer: RequestListener): Promise<string> {
    const other = createServer(answer)
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      other.closeAllConnections()
      other.close()
    })
    const { port } = other.address() as AddressInfo
    const type = await moved.call('GET', '/block_types/slug/webhook')
    const query = { block_schemas: { block_type_id: { any_: [type.id] } } }
    const [schema] = items(await moved.post('/block_schemas/filter', query))
    const data = { url: `http://127.0.0.1:${port}/` }
    const kind = { block_type_id: type.id, block_schema_id: schema?.id }
    return text((await moved.post('/block_documents/', { name: fresh('block').toLowerCase(), data, ...kind })).id)
  }

  test('wait for their answers side by side, and nothing waits for them', async () => {
    const moved = await started()
    const waiting: ServerResponse[] = []
    let paused: unknown
    const { id: deployment } = await deployed(moved, [])
    const block = await calledBy(moved, (_request, response) => {
      waiting.push(response)
      if (waiting.length < 2) return
      void (async () => {
        // what comes after them in the list is done before they are answered
        do paused = (await moved.call('GET', `/deployments/${text(deployment)}`)).paused
        while (paused !== true)
        for (const one of waiting) one.end()
      })()
    })
    const call = { type: 'call-webhook', block_document_id: block }
    await automated(moved, reactive(), [call, call, { type: 'pause-deployment', deployment_id: deployment }])
    await happen(moved, 'thing.broke')
    await moved.pass(SECOND)
    expect(await told(moved, 'prefect.automation.action.executed')).toHaveLength(3)
  })

  test('that wait for an answer when the server closes are called again by the next', async () => {
    const folder = await folderWith({})
    const moved = await started(folder)
    let calls = 0
    let closed: Promise<void> | undefined
    const block = await calledBy(moved, (_request, response) => {
      calls += 1
      if (calls > 1) response.end('at last')
      else closed = moved.server.close()
    })
    await automated(moved, reactive(), [{ type: 'call-webhook', block_document_id: block }])
    await happen(moved, 'thing.broke')
    await moved.pass(SECOND)
    await closed
    running = await movedServer(folder, moved.time)
    await running.pass(SECOND)
    expect(calls).toBe(2)
    expect(await told(running, 'prefect.automation.action.failed')).toEqual([])
    expect(await told(running, 'prefect.automation.action.executed')).toMatchObject([
      { payload: { response_body: 'at last' } },
    ])
  })
})

test('an automation whose templates would take seconds to read is refused before they are', async () => {
  const server = await startMemory()
  onTestFinished(() => server.close())
  const call = { type: 'call-webhook', block_document_id: randomUUID(), payload: '{{ 1 }}'.repeat(10_000) }
  const automation = (count: number) => ({
    name: 'a',
    trigger: reactive(),
    actions: Array.from({ length: count }, () => call),
  })
  expect((await server.post('/api/automations/', automation(7))).status).toBe(201)
  expect(await server.post('/api/automations/', automation(8))).toMatchObject({
    status: 413,
    body: { detail: 'An automation is larger than 524288 characters.' },
  })
})

test('events that take long to look at are looked at a few at a time, and each once', async () => {
  const time = fakeTime()
  let spent = 0
  // every look at the clock finds it three milliseconds later
  running = await movedServer(':memory:', time, { clock: () => time.clock() + (spent += 3) })
  await automated(running, reactive())
  const sent = Array.from({ length: 40 }, (_, index) => ({
    id: randomUUID(),
    occurred: new Date(time.clock()).toISOString(),
    event: 'thing.broke',
    resource: { 'prefect.resource.id': `thing.${index}` },
  }))
  await running.post('/events', sent)
  for (let step = 0; step < 100 && (await triggered(running)) < sent.length; step += 1) await running.pass(SECOND)
  const all = await told(running, 'prefect.automation.triggered')
  const events = all.map(({ payload }) => Object(Object(payload).triggering_event).id)
  expect(events).toEqual(sent.map(({ id }) => id))
})
