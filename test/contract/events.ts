import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Body, type TheApi, each, eventually, fresh, items, messages, places } from './api.ts'

/** An event of a resource of its own, some seconds ago. */
export function newEvent(fields: { readonly [key: string]: unknown } = {}, secondsAgo = 5) {
  return {
    id: randomUUID(),
    occurred: new Date(Date.now() - secondsAgo * 1000).toISOString(),
    event: 'test.happened',
    resource: { 'prefect.resource.id': fresh('thing') },
    related: [],
    payload: {},
    follows: null,
    ...fields,
  }
}

export function eventContract(api: TheApi): void {
  /** Keeps events and waits until they can be found. */
  const kept = async (events: readonly { readonly id: string }[]) => {
    expect(await api().post('/events', events)).toEqual({ status: 204, body: null })
    const id = { id: events.map((event) => event.id) }
    await eventually(
      () => api().post('/events/filter', { filter: { id } }),
      ({ body }) => Number(body.total) === events.length,
    )
  }
  const page = async (filter: object, rest: object = {}) =>
    (await api().post('/events/filter', { filter, ...rest })).body
  const names = async (filter: object) => each((await page({ order: 'ASC', ...filter })).events, 'event')

  test('an event is kept as it was told, once', async () => {
    const event = newEvent({
      event: 'a.b\u{1F600}',
      related: [{ 'prefect.resource.id': 'x.1', 'prefect.resource.role': 'r', other: 'label' }],
      payload: { deep: [1, null, { a: 1.5 }], text: 'é' },
      follows: randomUUID(),
    })
    await kept([event])
    await api().post('/events/', [event])
    const { events, total, next_page } = await page({ id: { id: [event.id] } })
    expect(total).toBe(1)
    expect(next_page).toBeNull()
    expect(items(events)).toEqual([{ ...event, occurred: expect.any(String), received: expect.any(String) }])
    expect(Date.parse(String(items(events)[0]?.occurred))).toBe(Date.parse(event.occurred))
  })

  test.for<[string, object, string, string]>([
    [
      'without a resource id',
      { resource: {} },
      'body.0.resource',
      'Value error, Resources must include the prefect.resource.id label',
    ],
    [
      'with an empty resource id',
      { resource: { 'prefect.resource.id': '' } },
      'body.0.resource',
      'Value error, The prefect.resource.id label must be non-empty',
    ],
    [
      'with a long name',
      { event: 'x'.repeat(1025) },
      'body.0.event',
      'Value error, Event name must be at most 1024 characters',
    ],
    [
      'with a related resource without a role',
      { related: [{ 'prefect.resource.id': 'a' }] },
      'body.0.related.0',
      'Value error, Related Resources must include the prefect.resource.role label',
    ],
    [
      'with too many related resources',
      { related: Array.from({ length: 101 }, () => ({ 'prefect.resource.id': 'a', 'prefect.resource.role': 'r' })) },
      'body.0.related',
      'Value error, The maximum number of related resources is 100',
    ],
    [
      'with a label that is no text',
      { resource: { 'prefect.resource.id': 'a', b: 5 } },
      'body.0.resource.b',
      'Input should be a valid string',
    ],
    ['with a payload that is none', { payload: 5 }, 'body.0.payload', 'Input should be a valid dictionary'],
  ])('an event %s is refused', async ([, fields, place, message]) => {
    const refused = await api().post('/events', [newEvent(fields as Body)])
    expect(refused.status).toBe(422)
    expect(places(refused)).toEqual([place])
    expect(messages(refused)).toEqual([message])
  })

  test('events are found by name and by beginnings of names', async () => {
    const word = fresh('word')
    const resource = { 'prefect.resource.id': word }
    await kept(['a.one', 'a.two', 'b.one'].map((end, at) => newEvent({ event: `${word}.${end}`, resource }, 10 - at)))
    const found = async (event: object) => (await names({ event })).map((name) => String(name).slice(word.length + 1))
    expect(await found({ prefix: [`${word}.`] })).toEqual(['a.one', 'a.two', 'b.one'])
    expect(await found({ prefix: [`${word}.a.`, `${word}.b`] })).toEqual(['a.one', 'a.two', 'b.one'])
    expect(await found({ prefix: [`${word}.`], exclude_prefix: [`${word}.a`] })).toEqual(['b.one'])
    expect(await found({ name: [`${word}.a.one`, `${word}.b.one`] })).toEqual(['a.one', 'b.one'])
    expect(await found({ prefix: [`${word}.`], exclude_name: [`${word}.b.one`] })).toEqual(['a.one', 'a.two'])
    expect((await page({ event: { prefix: [`${word}.`] } })).total).toBe(3)
    expect(each((await page({ event: { prefix: [`${word}.`] } })).events, 'event')[0]).toBe(`${word}.b.one`)
  })

  test('events are found by their resource and its labels', async () => {
    const word = fresh('word')
    const of = (end: string, labels: object = {}) => ({
      resource: { 'prefect.resource.id': `${word}.${end}`, ...labels },
    })
    await kept([
      newEvent({ event: 'one', ...of('1', { colour: 'red' }) }, 9),
      newEvent({ event: 'two', ...of('2', { colour: 'blue' }) }, 8),
      newEvent({ event: 'three', ...of('1') }, 7),
    ])
    const id_prefix = [`${word}.`]
    expect(await names({ resource: { id: [`${word}.1`] } })).toEqual(['one', 'three'])
    expect(await names({ resource: { id_prefix } })).toEqual(['one', 'two', 'three'])
    expect(await names({ resource: { id_prefix, labels: { colour: 'red' } } })).toEqual(['one'])
    expect(await names({ resource: { id_prefix, labels: { colour: ['r*', 'blu?'] } } })).toEqual(['one', 'two'])
    expect(await names({ resource: { id_prefix, labels: { colour: '!red' } } })).toEqual(['two'])
    expect(await names({ resource: { id_prefix, labels: { colour: [] } } })).toEqual([])
    expect(await names({ resource: { labels: { 'prefect.resource.id': `${word}.*`, colour: '*' } } })).toEqual([
      'one',
      'two',
    ])
    const distinct = await page({ order: 'ASC', resource: { id_prefix, distinct: true } })
    expect(each(distinct.events, 'event')).toEqual(['one', 'two'])
    expect(distinct.total).toBe(2)
  })

  test('events are found by what they have to do with', async () => {
    const word = fresh('word')
    const related = (end: string, role: string, labels: object = {}) => ({
      'prefect.resource.id': `${word}.${end}`,
      'prefect.resource.role': role,
      ...labels,
    })
    await kept([
      newEvent({ event: 'one', related: [related('1', 'flow', { team: 'a' }), related('2', 'tag')] }, 9),
      newEvent({ event: 'two', related: [related('1', 'tag')] }, 8),
      newEvent({ event: 'three', resource: { 'prefect.resource.id': `${word}.1` } }, 7),
    ])
    const [first, second] = [`${word}.1`, `${word}.2`]
    expect(await names({ related: { id: [first] } })).toEqual(['one', 'two'])
    expect(await names({ related: { id: [first], role: ['flow'] } })).toEqual(['one'])
    expect(await names({ related: { id: [second], role: ['flow'] } })).toEqual([])
    expect(await names({ related: [{ id: [first] }, { id: [second] }] })).toEqual(['one'])
    expect(
      await names({
        related: {
          resources_in_roles: [
            [first, 'tag'],
            [second, 'tag'],
          ],
        },
      }),
    ).toEqual(['one', 'two'])
    expect(await names({ related: { id: [first], labels: { team: 'a' } } })).toEqual(['one'])
    expect(await names({ related: { id: [second], labels: { team: 'a' } } })).toEqual([])
    expect(await names({ any_resource: { id: [first] } })).toEqual(['one', 'two', 'three'])
    expect(await names({ any_resource: { id_prefix: [`${word}.`] } })).toEqual(['one', 'two', 'three'])
    expect(await names({ any_resource: [{ id: [first] }, { id: [second] }] })).toEqual(['one'])
    expect(await names({ any_resource: { id_prefix: [`${word}.`], labels: { team: '?' } } })).toEqual(['one'])
    expect(await names({ any_resource: { labels: { 'prefect.resource.id': second } } })).toEqual(['one'])
  })

  test('events are found by time and id', async () => {
    const id_prefix = [fresh('word')]
    const of = (end: string) => ({ resource: { 'prefect.resource.id': `${id_prefix[0]}.${end}` } })
    const [old, recent] = [
      newEvent({ event: 'old', payload: { said: 'Hello World' }, ...of('1') }, 3600),
      newEvent({ event: 'recent', payload: { said: 'goodbye' }, ...of('2') }, 10),
    ]
    const ancient = newEvent({ event: 'ancient', ...of('3') }, 200 * 86_400)
    await api().post('/events', [ancient])
    await kept([old, recent])
    const resource = { id_prefix }
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
    expect(await names({ resource, occurred: { since: minutesAgo(30) } })).toEqual(['recent'])
    expect(await names({ resource, occurred: { since: minutesAgo(90), until: minutesAgo(30) } })).toEqual(['old'])
    expect(await names({ resource, occurred: { since: old.occurred, until: old.occurred } })).toEqual(['old'])
    expect(await names({ resource, id: { id: [old.id, randomUUID()] } })).toEqual(['old'])
    expect(await names({ resource, id: { id: [] } })).toEqual(['old', 'recent'])
  })

  test('pages lead to the next by an address', async () => {
    const id_prefix = [fresh('word')]
    const resource = { 'prefect.resource.id': `${id_prefix[0]}.1` }
    await kept([1, 2, 3].map((at) => newEvent({ event: `event-${at}`, resource }, 10 - at)))
    const first = await page({ order: 'ASC', resource: { id_prefix } }, { limit: 2 })
    expect(each(first.events, 'event')).toEqual(['event-1', 'event-2'])
    expect(first.total).toBe(3)
    const address = new URL(String(first.next_page))
    expect(address.pathname).toBe('/api/events/filter/next')
    const second = await api().get(`/events/filter/next${address.search}`)
    expect(each(second.body.events, 'event')).toEqual(['event-3'])
    expect(second.body).toMatchObject({ total: 3, next_page: null })
    expect((await page({ resource: { id_prefix } }, { limit: 0 })).events).toEqual([])
  })

  test('a token that is none is forbidden', async () => {
    expect(await api().get('/events/filter/next?page-token=xx')).toEqual({ status: 403, body: { detail: 'Forbidden' } })
    expect((await api().get(`/events/filter/next?page-token=${btoa('hello')}`)).status).toBe(403)
    const missing = await api().get('/events/filter/next')
    expect(missing.status).toBe(422)
    expect(places(missing)).toEqual(['query.page-token'])
  })

  test('filters are optional, and what is wrong in them is told', async () => {
    expect((await api().call('POST', '/events/filter')).status).toBe(200)
    expect((await api().post('/events/filter', { filter: null, limit: null })).status).toBe(200)
    const wrong = { filter: { nope: 1, order: 'X', occurred: null }, limit: 51 }
    expect(places(await api().post('/events/filter', wrong))).toEqual(
      expect.arrayContaining(['body.filter.nope', 'body.filter.order', 'body.filter.occurred', 'body.limit']),
    )
    const pairs = { filter: { related: { resources_in_roles: [['a']] } } }
    expect((await api().post('/events/filter', pairs)).status).toBe(422)
    expect((await api().post('/events/filter', { filter: { related: [{ nope: 1 }] } })).status).toBe(422)
    expect((await api().post('/events/filter', { filter: { resource: { labels: { a: 5 } } } })).status).toBe(422)
  })

  test('events are counted by name and by resource', async () => {
    const word = fresh('word')
    const of = (end: string, name?: string) => ({
      'prefect.resource.id': `${word}.${end}`,
      ...(name === undefined ? {} : { 'prefect.resource.name': name }),
    })
    const events = [
      newEvent({ event: `${word}.b`, resource: of('1', 'former') }, 30),
      newEvent({ event: `${word}.b`, resource: of('1', 'present') }, 20),
      newEvent({ event: `${word}.a`, resource: of('2') }, 10),
    ]
    await kept(events)
    const filter = { resource: { id_prefix: [`${word}.`] } }
    const counted = async (by: string) => items((await api().post(`/events/count-by/${by}`, { filter })).body)
    expect(await counted('event')).toMatchObject([
      { value: `${word}.b`, label: `${word}.b`, count: 2 },
      { value: `${word}.a`, label: `${word}.a`, count: 1 },
    ])
    expect(await counted('resource')).toMatchObject([
      { value: `${word}.1`, label: 'present', count: 2 },
      { value: `${word}.2`, label: `${word}.2`, count: 1 },
    ])
    const [first] = await counted('event')
    expect(Date.parse(String(first?.start_time))).toBe(Date.parse(events[0]?.occurred ?? ''))
    expect(Date.parse(String(first?.end_time))).toBe(Date.parse(events[1]?.occurred ?? ''))
  })

  test('events are counted by time, with the spans in which nothing happened', async () => {
    const id = [fresh('thing')]
    const at = Date.UTC(2026, 0, 1, 5, 30)
    const events = [at, at + 1000, at + 7_200_000].map((ms) => ({
      ...newEvent({ resource: { 'prefect.resource.id': id[0] } }),
      occurred: new Date(ms).toISOString(),
    }))
    await api().post('/events', events)
    const occurred = { since: '2026-01-01T05:10:00Z', until: '2026-01-01T08:10:00Z' }
    const filter = { occurred, resource: { id } }
    const answer = await eventually(
      () => api().post('/events/count-by/time', { filter, time_unit: 'hour', time_interval: 1 }),
      ({ body }) => items(body).reduce((sum, { count }) => sum + Number(count), 0) === 3,
    )
    expect(answer.body).toMatchObject([
      {
        value: '0',
        label: '2026-01-01T05:00:00+00:00',
        count: 2,
        start_time: '2026-01-01T05:00:00Z',
        end_time: '2026-01-01T05:59:59.999999Z',
      },
      { value: '1', count: 0, start_time: '2026-01-01T06:00:00Z' },
      { value: '2', count: 1 },
      { value: '3', label: '2026-01-01T08:00:00+00:00', count: 0 },
    ])
    const days = await api().post('/events/count-by/day', { filter })
    expect(days.body).toMatchObject([{ label: '2026-01-01T00:00:00+00:00', count: 3 }])
    const weeks = await api().post('/events/count-by/time', { filter, time_unit: 'week', time_interval: 0.5 })
    expect(each(weeks.body, 'label')).toEqual(['2025-12-29T00:00:00+00:00'])
  })

  test('what cannot be counted is refused', async () => {
    const many = await api().post('/events/count-by/time', {
      filter: { occurred: { since: '2026-01-01T00:00:00Z', until: '2026-01-02T00:00:00Z' } },
      time_unit: 'second',
      time_interval: 1,
    })
    expect(many.status).toBe(422)
    expect(many.body.detail).toBe(
      'The given interval would create 86400 buckets, which is too many. Please increase the interval or reduce the time range to produce 1000 buckets or fewer.',
    )
    const wrong = await api().post('/events/count-by/event', { filter: {}, time_unit: 'x', time_interval: 0.001 })
    expect(places(wrong)).toEqual(['body.time_unit', 'body.time_interval'])
    const nothing = await api().post('/events/count-by/nope', { filter: {} })
    expect(nothing.status).toBe(422)
    expect(messages(nothing)).toEqual(["Input should be 'day', 'time', 'event' or 'resource'"])
    expect(places(await api().post('/events/count-by/event', {}))).toEqual(['body.filter'])
  })
}
