import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  type Answer,
  type Body,
  NOWHERE,
  type TheApi,
  each,
  eventually,
  fresh,
  items,
  newDeployment,
  newPool,
  places,
  text,
} from './api.ts'
import { newEvent } from './events.ts'

const EVENT = { type: 'event', posture: 'Reactive', expect: ['test.never'] }

function content(fields: object = {}) {
  return { name: fresh('automation'), trigger: EVENT, actions: [{ type: 'do-nothing' }], ...fields }
}

/** One wrong thing of a 422, by its message: a real Prefect tells of all the kinds that were not meant, too. */
function said(answer: Answer): readonly unknown[] {
  expect(answer.status).toBe(422)
  return each(answer.body.exception_detail, 'msg')
}

export function automationContract(api: TheApi): void {
  const made = async (fields: object = {}): Promise<Body> => {
    const { status, body } = await api().post('/automations/', content(fields))
    expect(status).toBe(201)
    return body
  }
  const read = async ({ id }: Body) => api().get(`/automations/${text(id)}`)

  test('an id that is written without hyphens is stored with them', async () => {
    const id = randomUUID()
    const action = { type: 'pause-automation', source: 'selected', automation_id: id.replaceAll('-', '').toUpperCase() }
    expect((await made({ enabled: false, actions: [action] })).actions).toMatchObject([{ automation_id: id }])
  })

  test('an automation is stored with all that was left out filled in, and ids of its own', async () => {
    const id = randomUUID()
    // turned off: a real Prefect that acts on whatever happens does nothing else any more
    const automation = await made({ enabled: false, trigger: { posture: 'Reactive', id, extra: 1 }, actions: [{}] })
    expect((await made()).enabled).toBe(true)
    expect(automation).toMatchObject({
      description: '',
      tags: [],
      trigger: {
        type: 'event',
        match: {},
        match_related: {},
        after: [],
        expect: [],
        for_each: [],
        posture: 'Reactive',
        threshold: 1,
        within: 0,
      },
      actions: [{ type: 'do-nothing' }],
      actions_on_trigger: [],
      actions_on_resolve: [],
    })
    expect(automation.trigger?.id).not.toBe(id)
    expect(automation.trigger).not.toHaveProperty('extra')
    expect((await read(automation)).body).toEqual(automation)
  })

  test('an automation is stored as it was sent', async () => {
    const trigger = {
      type: 'compound',
      within: 90.5,
      require: 2,
      triggers: [
        {
          type: 'event',
          posture: 'Proactive',
          match: { 'prefect.resource.id': 'a.*', other: ['b', '!c'] },
          match_related: [{ x: 'y' }, { z: ['w'] }],
          after: ['one'],
          expect: ['two'],
          for_each: ['prefect.resource.id'],
          threshold: 3,
          within: 30,
        },
        { type: 'sequence', within: null, triggers: [EVENT] },
      ],
    }
    const actions = [
      {
        type: 'run-deployment',
        source: 'selected',
        deployment_id: NOWHERE,
        parameters: { x: '{{ event.id }}' },
        job_variables: null,
        schedule_after: 61,
      },
      { type: 'pause-deployment', source: 'inferred', deployment_id: null },
      { type: 'change-flow-run-state', name: null, state: 'FAILED', message: 'm', force: true },
      { type: 'pause-work-queue', source: 'inferred', work_queue_id: null },
      { type: 'resume-automation', source: 'selected', automation_id: NOWHERE },
    ]
    const sent = content({
      description: 'd',
      tags: ['t'],
      enabled: false,
      trigger,
      actions,
      actions_on_trigger: [{ type: 'cancel-flow-run' }],
    })
    const { body } = await api().post('/automations/', sent)
    expect(body).toMatchObject(sent)
    expect(Object.keys(body).toSorted()).toEqual(
      [...Object.keys(sent), 'actions_on_resolve', 'created', 'id', 'updated'].toSorted(),
    )
  })

  test.for<[unknown, number]>([
    [90, 90],
    [0.5, 0.5],
    ['PT1M', 60],
    ['P1DT1S', 86_401],
    ['00:01:30', 90],
  ])('a time of %s is so many seconds', async ([within, seconds]) => {
    expect((await made({ trigger: { ...EVENT, within } })).trigger?.within).toBe(seconds)
  })

  test('absence is looked for ten seconds at least', async () => {
    const trigger = { type: 'event', posture: 'Proactive' }
    const enabled = false
    expect((await made({ enabled, trigger })).trigger?.within).toBe(10)
    expect((await made({ enabled, trigger: { ...trigger, within: 0 } })).trigger?.within).toBe(10)
    const short = await api().post('/automations/', content({ trigger: { ...trigger, within: 9 } }))
    expect(said(short)).toContain(
      'Value error, `within` for Proactive triggers must be greater than or equal to 10 seconds',
    )
  })

  test.for<[string, object, string]>([
    ['of no kind', { type: 'metric', posture: 'Metric' }, "Input should be 'event'"],
    ['without a posture', { type: 'event' }, 'Field required'],
    ['with a time before now', { ...EVENT, within: -1 }, 'Input should be greater than or equal to 0 seconds'],
    ['without its time', { ...EVENT, within: null }, 'Value error, `within` should be a valid timedelta'],
    ['with labels that are none', { ...EVENT, match: 5 }, 'Input should be a valid dictionary'],
    [
      'that needs none of its parts',
      { type: 'compound', require: 0, within: 1, triggers: [] },
      'Value error, require must be at least 1',
    ],
    [
      'that needs more parts than it has',
      { type: 'compound', require: 2, within: 1, triggers: [EVENT] },
      'Value error, require must be less than or equal to the number of triggers',
    ],
    [
      'that needs some',
      { type: 'compound', require: 'some', within: 1, triggers: [EVENT] },
      "Input should be 'any' or 'all'",
    ],
    [
      'whose part is wrong',
      { type: 'compound', require: 'any', within: 1, triggers: [{ type: 'event' }] },
      'Field required',
    ],
    ['without a time for its parts', { type: 'sequence', triggers: [] }, 'Field required'],
  ])('a trigger %s is refused', async ([, trigger, message]) => {
    expect(said(await api().post('/automations/', content({ trigger })))).toContain(message)
  })

  test.for<[string, object, string]>([
    ['of no kind', { type: 'nope' }, "Input should be 'do-nothing'"],
    ['without its deployment', { type: 'run-deployment' }, 'Value error, deployment_id is required'],
    [
      'with a deployment that it is to find out',
      { type: 'run-deployment', source: 'inferred', deployment_id: NOWHERE },
      'Value error, deployment_id is not allowed',
    ],
    ['without its pool', { type: 'pause-work-pool' }, 'Value error, work_pool_id is required'],
    ['without its state', { type: 'change-flow-run-state' }, 'Field required'],
    [
      'before its event',
      { type: 'run-deployment', deployment_id: NOWHERE, schedule_after: -1 },
      'Value error, schedule_after must be non-negative',
    ],
    [
      'with a template that does not end',
      { type: 'run-deployment', deployment_id: NOWHERE, parameters: { b: '{{ x' } },
      "Value error, Invalid parameters: \nb: Invalid jinja: unexpected end of template, expected 'end of print statement'.",
    ],
  ])('an action %s is refused', async ([, action, message]) => {
    expect(said(await api().post('/automations/', content({ actions: [action] })))).toContain(message)
  })

  test('runs that would bring forth runs for ever are refused, unless turned off', async () => {
    const trigger = { ...EVENT, expect: ['prefect.flow-run.Running'] }
    const inferred = { trigger, actions: [{ type: 'run-deployment', source: 'inferred' }] }
    expect(String(said(await api().post('/automations/', content(inferred)))[0])).toMatch(
      /^Value error, Running an inferred deployment .* will lead to an infinite loop/,
    )
    const selected = { trigger, actions: [{ type: 'run-deployment', deployment_id: NOWHERE }] }
    expect(String(said(await api().post('/automations/', content(selected)))[0])).toMatch(
      /^Value error, Running a selected deployment .* may lead to an infinite loop/,
    )
    await made({ ...selected, enabled: false })
    await made({ ...selected, trigger: { ...trigger, match: { 'prefect.resource.name': 'x' } } })
  })

  test('job variables of a run are judged by the pool of its deployment', async () => {
    const run = { type: 'run-deployment', job_variables: { stream_output: 'perhaps' } }
    const nowhere = await api().post('/automations/', content({ actions: [{ ...run, deployment_id: NOWHERE }] }))
    expect(nowhere).toEqual({ status: 404, body: { detail: 'Deployment not found.' } })
    const pool = await newPool(api(), {
      base_job_template: {
        job_configuration: { a: '{{ a }}' },
        variables: { type: 'object', properties: { a: { type: 'integer' } } },
      },
    })
    const { id } = await newDeployment(api(), { work_pool_name: pool.name })
    const judged = (a: unknown) =>
      api().post('/automations/', content({ actions: [{ ...run, deployment_id: id, job_variables: { a } }] }))
    expect((await judged('x')).status).toBe(422)
    expect((await judged(1)).status).toBe(201)
  })

  test('what is wrong with the rest is told by its place', async () => {
    expect(places(await api().post('/automations/', {}))).toEqual(['body.name', 'body.trigger', 'body.actions'])
    expect(places(await api().post('/automations/', content({ nope: 1 })))).toEqual(['body.nope'])
  })

  test('an automation is replaced but for what was not sent, turned off and deleted', async () => {
    const automation = await made({ tags: ['a'] })
    const path = `/automations/${text(automation.id)}`
    const next = content({ trigger: { ...EVENT, threshold: 7 } })
    expect((await api().put(path, next)).status).toBe(204)
    const { body: replaced } = await read(automation)
    expect(replaced).toMatchObject({ ...next, tags: ['a'], id: automation.id, created: automation.created })
    expect((await api().put(path, { ...next, owner_resource: 'x' })).status).toBe(422)
    expect((await api().patch(path, { enabled: false })).status).toBe(204)
    expect((await read(automation)).body.enabled).toBe(false)
    expect((await api().patch(path, {})).status).toBe(204)
    expect((await read(automation)).body).toMatchObject({ enabled: false, name: next.name })
    expect(places(await api().patch(path, { enabled: 'perhaps', name: 'x' })).toSorted()).toEqual([
      'body.enabled',
      'body.name',
    ])
    expect((await api().delete(path)).status).toBe(204)
    expect((await read(automation)).status).toBe(404)
  })

  test('what is not there is not found', async () => {
    const path = `/automations/${NOWHERE}`
    const gone = { status: 404, body: { exception_message: 'Automation not found' } }
    expect(await api().get(path)).toEqual(gone)
    expect(await api().put(path, content())).toEqual(gone)
    expect(await api().patch(path, { enabled: true })).toEqual(gone)
    expect(await api().delete(path)).toEqual(gone)
  })

  test('automations are found, sorted, paged and counted', async () => {
    const word = fresh('word')
    const first = await made({ name: `${word}-b`, tags: ['x', word] })
    const second = await made({ name: `${word}-a`, tags: [word] })
    const found = async (automations: object, rest: object = {}) =>
      each((await api().post('/automations/filter', { automations, ...rest })).body, 'name')
    const tags = { all_: [word] }
    expect(await found({ tags })).toEqual([second.name, first.name])
    expect(await found({ tags }, { sort: 'NAME_DESC', limit: 1 })).toEqual([first.name])
    expect(await found({ tags }, { sort: 'CREATED_DESC' })).toEqual([second.name, first.name])
    expect(await found({ tags: { any_: ['x'], all_: [word] } })).toEqual([first.name])
    expect(await found({ id: { any_: [first.id] } })).toEqual([first.name])
    expect(await found({ name: { any_: [second.name, 'nope'] } })).toEqual([second.name])
    expect(await found({ tags, created: { before_: first.created } })).toEqual([first.name])
    expect((await api().post('/automations/count', { automations: { tags } })).body).toBe(2)
    expect((await api().call('POST', '/automations/count')).body).toBeGreaterThan(1)
    expect((await api().post('/automations/filter', { automations: { nope: 1 } })).status).toBe(422)
    expect((await api().post('/automations/filter', { limit: 201 })).status).toBe(422)
  })

  test('automations belong to what owns them, and go with it', async () => {
    const owner = `prefect.deployment.${randomUUID()}`
    const ran = randomUUID()
    const run = { type: 'run-deployment', source: 'selected', deployment_id: ran }
    const owned = await made({ owner_resource: owner, actions: [run] })
    expect(owned).not.toHaveProperty('owner_resource')
    const related = async (resource: string) =>
      each((await api().get(`/automations/related-to/${resource}`)).body, 'id')
    expect(await related(owner)).toEqual([owned.id])
    expect(await related(`prefect.deployment.${ran}`)).toEqual([owned.id])
    expect(await related('prefect.deployment.none')).toEqual([])
    const free = (resource: string) => api().delete(`/automations/owned-by/${resource}`)
    expect((await free(`prefect.deployment.${ran}`)).status).toBe(202)
    expect((await read(owned)).status).toBe(200)
    await api().put(`/automations/${text(owned.id)}`, content())
    expect(await related(`prefect.deployment.${ran}`)).toEqual([])
    expect(await free(owner)).toEqual({ status: 202, body: null })
    expect((await read(owned)).status).toBe(404)
  })

  test('a template that Jinja reads is fine, one that does not end is not', async () => {
    for (const path of ['/templates/validate', '/automations/templates/validate']) {
      expect((await api().post(path, 'Hello {{ event.resource.name }}')).status).toBe(422)
      expect((await api().call('POST', path, '"Hello {{ event.resource.name }}"')).status).toBe(204)
      expect((await api().call('POST', path)).status).toBe(204)
      const whole =
        '{% for x in event.related if x.id %}{{ x.name | upper }}{% else %}{{ 1 + 2 }}{% endfor %}{{ x | nope }}'
      expect((await api().call('POST', path, JSON.stringify(whole))).status).toBe(204)
      const deep = `${'{% for x in y %}'.repeat(3)}${'{% endfor %}'.repeat(3)}`
      expect(await api().call('POST', path, JSON.stringify(deep))).toEqual({
        status: 422,
        body: {
          error: {
            line: 0,
            message:
              'Contains nested for loops at a depth of 3. Templates can nest for loops no more than 2 loops deep.',
            source: deep,
          },
        },
      })
      expect(await api().call('POST', path, '"one\\n{{ x"')).toEqual({
        status: 422,
        body: {
          error: {
            line: 2,
            message: "unexpected end of template, expected 'end of print statement'.",
            source: 'one\n{{ x',
          },
        },
      })
    }
  })

  test('an automation is told of when it is made, changed and deleted', async () => {
    const automation = await made()
    await api().patch(`/automations/${text(automation.id)}`, { enabled: false })
    await api().delete(`/automations/${text(automation.id)}`)
    const events = await told(
      'prefect.automation.',
      { resource: { id: [`prefect.automation.${text(automation.id)}`] } },
      3,
    )
    expect(events.map(({ event, payload }) => [event, payload?.enabled])).toEqual([
      ['prefect.automation.created', true],
      ['prefect.automation.updated', false],
      ['prefect.automation.deleted', false],
    ])
    expect(events[0]?.payload).toEqual(automation)
  })

  test('an event that it expects makes it act, and both are told', async () => {
    const deployment = await newDeployment(api())
    const name = fresh('event')
    const parameters = {
      what: '{{ event.payload.what }}',
      name: 'It is {{ event.resource.name }}.',
      all: '{{ [event.payload.what * 2, event.payload.what > 1, none] }}',
      choice: '{% if event.payload.what == 2 %}two{% else %}other{% endif %}',
      kind: { __prefect_kind: 'jinja', template: '{{ event.resource.name | upper }}' },
    }
    const run = { type: 'run-deployment', source: 'selected', deployment_id: deployment.id, parameters }
    const automation = await made({
      trigger: { ...EVENT, expect: [name], match: { 'prefect.resource.name': 'thing-*' } },
      actions: [run, { type: 'pause-deployment', source: 'inferred' }],
    })
    await loaded()
    const of = (thing: string, what: number) =>
      newEvent(
        { event: name, resource: { 'prefect.resource.id': 'x', 'prefect.resource.name': thing }, payload: { what } },
        0,
      )
    await api().post('/events', [of('other', 1), of('thing-1', 2)])
    const resource = { id: [`prefect.automation.${text(automation.id)}`] }
    const [triggered, ...more] = await told('prefect.automation.triggered', { resource }, 1)
    expect(more).toEqual([])
    expect(triggered).toMatchObject({
      resource: { 'prefect.resource.name': automation.name, 'prefect.posture': 'Reactive' },
      related: [{ 'prefect.resource.role': 'triggering-event' }],
      payload: { triggering_labels: {}, triggering_event: { event: name, payload: { what: 2 } } },
    })
    const [executed] = await told('prefect.automation.action.executed', { resource }, 1)
    expect(executed).toMatchObject({
      resource: { 'prefect.trigger-type': 'event', 'prefect.posture': 'Reactive' },
      payload: { action_index: 0, action_type: 'run-deployment', status_code: 201 },
    })
    expect(each(executed?.related, 'prefect.resource.role')).toEqual([
      'target',
      'flow-run',
      'automation-triggered-event',
      'triggering-event',
    ])
    const [failed] = await told('prefect.automation.action.failed', { resource }, 1)
    expect(failed?.payload).toMatchObject({ action_index: 1, reason: 'No deployment could be inferred' })
    const runs = { flow_runs: { deployment_id: { any_: [deployment.id] } } }
    expect((await api().post('/flow_runs/filter', runs)).body).toMatchObject([
      {
        parameters: { what: 2, name: 'It is thing-1.', all: [4, true, null], choice: 'two', kind: 'THING-1' },
        created_by: { id: automation.id, type: 'AUTOMATION', display_value: automation.name },
        state: { type: 'SCHEDULED' },
      },
    ])
  })

  test('it acts when enough of what it expects has come, of each thing for itself', async () => {
    const name = fresh('event')
    const trigger = { ...EVENT, expect: [`${name}.*`], threshold: 2, within: 60, for_each: ['prefect.resource.id'] }
    const automation = await made({ trigger })
    await loaded()
    const of = (id: string, secondsAgo: number) =>
      newEvent({ event: `${name}.happened`, resource: { 'prefect.resource.id': id } }, secondsAgo)
    await api().post('/events', [of('1', 9), of('2', 8), of('1', 7), of('1', 6)])
    const resource = { id: [`prefect.automation.${text(automation.id)}`] }
    const events = await told('prefect.automation.triggered', { resource }, 1)
    expect(events.map(({ payload }) => payload?.triggering_labels)).toEqual([{ 'prefect.resource.id': '1' }])
  })

  test('it acts when its parts have come in their order', async () => {
    const name = fresh('event')
    const parts = ['one', 'two'].map((end) => ({ ...EVENT, expect: [`${name}.${end}`] }))
    const automation = await made({ trigger: { type: 'sequence', within: 60, triggers: parts } })
    await loaded()
    const resource = { id: [`prefect.automation.${text(automation.id)}`] }
    const send = async (end: string) => void (await api().post('/events', [newEvent({ event: `${name}.${end}` }, 1)]))
    await send('two')
    expect(await told('prefect.automation.triggered', { resource }, 0)).toEqual([])
    // the real server looks at events side by side, so that now and then a pair counts in the wrong order
    let triggered: Body | undefined
    for (let tries = 0; tries < 4 && triggered === undefined; tries += 1) {
      await send('one')
      await send('two')
      triggered = (await told('prefect.automation.triggered', { resource }, 1))[0]
    }
    expect(triggered?.resource).not.toHaveProperty('prefect.posture')
  })

  /** The events with that beginning, as soon as there are so many. */
  async function told(prefix: string, filter: object, count: number): Promise<readonly Body[]> {
    const page = await eventually(
      async () =>
        (await api().post('/events/filter', { filter: { order: 'ASC', event: { prefix: [prefix] }, ...filter } })).body,
      ({ total }) => Number(total) >= count,
    )
    return items(page.events)
  }

  /** A real Prefect takes a moment until it watches for what an automation expects. */
  async function loaded(): Promise<void> {
    if (api().isLate) await new Promise((resolve) => setTimeout(resolve, 1000))
  }
}
