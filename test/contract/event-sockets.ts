import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Body, type TheApi, each, eventually, fresh } from './api.ts'
import { newEvent } from './events.ts'

export function eventSocketContract(api: TheApi): void {
  const inAYear = new Date(Date.now() + 365 * 86_400_000).toISOString()
  const subscribe = async (filter: object, rest: object = {}) => {
    const socket = await api().socket('/events/out')
    socket.send({
      type: 'filter',
      filter: { ...filter, occurred: { since: new Date(Date.now() - 60_000), until: inAYear } },
      ...rest,
    })
    await socket.ping()
    return socket
  }
  const stored = (id_prefix: readonly string[], count: number) =>
    eventually(
      async () => (await api().post('/events/filter', { filter: { order: 'ASC', resource: { id_prefix } } })).body,
      ({ total }) => Number(total) === count,
    )

  test('events that come over a socket are kept before its ping is answered, in order and once each', async () => {
    const socket = await api().socket('/events/in')
    const id = fresh('thing')
    const events = [1, 2, 3].map((at) =>
      newEvent({ event: `event-${at}`, resource: { 'prefect.resource.id': id } }, 10 - at),
    )
    for (const event of [...events, events[0]]) socket.send(event)
    await socket.ping()
    expect(each((await stored([id], 3)).events, 'event')).toEqual(['event-1', 'event-2', 'event-3'])
    socket.ws.close()
  })

  test('what is no event ends the socket, and what came before it is kept', async () => {
    const socket = await api().socket('/events/in')
    const id = fresh('thing')
    socket.send(newEvent({ resource: { 'prefect.resource.id': id } }))
    await stored([id], 1)
    socket.send({ nope: 1 })
    socket.send(newEvent({ resource: { 'prefect.resource.id': id } }))
    await socket.closed
    expect((await stored([id], 1)).total).toBe(1)
  })

  test('a subscriber is told of the last quarter of an hour at most', async () => {
    const word = fresh('word')
    const at = (minutes: number) => ({
      ...newEvent({ event: `${word}.${minutes}`, resource: { 'prefect.resource.id': word } }),
      occurred: new Date(Date.now() - minutes * 60_000).toISOString(),
    })
    await api().post('/events', [at(30), at(10)])
    await stored([word], 2)
    const socket = await api().socket('/events/out')
    const occurred = { since: new Date(Date.now() - 3_600_000), until: inAYear }
    socket.send({ type: 'filter', filter: { event: { prefix: [`${word}.`] }, occurred } })
    expect(await socket.next()).toMatchObject({ event: { event: `${word}.10` } })
    socket.ws.close()
  })

  test('a subscriber gets what was there, then what comes, without gaps and doubles', async () => {
    const word = fresh('word')
    const of = (at: number) => newEvent({ event: `${word}.${at}`, resource: { 'prefect.resource.id': word } }, 20 - at)
    await api().post('/events', [of(1), of(2)])
    await stored([word], 2)
    const socket = await subscribe({ event: { prefix: [`${word}.`] } })
    const heard = [await socket.next(), await socket.next()]
    await api().post('/events', [newEvent({ event: 'another' }), of(3), of(4)])
    heard.push(await socket.next(), await socket.next())
    expect(heard.map((message) => [(message as Body).type, (message as Body).event?.event])).toEqual(
      [1, 2, 3, 4].map((at) => ['event', `${word}.${at}`]),
    )
    expect(heard[0]).toMatchObject({
      event: { resource: { 'prefect.resource.id': word }, received: expect.any(String) },
    })
    socket.ws.close()
  })

  test('a subscriber that wants nothing of the past gets what comes', async () => {
    const word = fresh('word')
    const of = (at: number) => newEvent({ event: `${word}.${at}`, resource: { 'prefect.resource.id': word } }, 20 - at)
    await api().post('/events', [of(1)])
    await stored([word], 1)
    const socket = await subscribe({ resource: { id: [word] } }, { backfill: false })
    await api().post('/events', [of(2)])
    expect(await socket.next()).toMatchObject({ event: { event: `${word}.2` } })
    socket.ws.close()
  })

  test('a subscriber that begins otherwise is closed', async () => {
    const wrong = await api().socket('/events/out')
    wrong.send({ type: 'nope' })
    expect(await wrong.closed).toEqual({ code: 1002, reason: "Expected 'filter' message" })
    const broken = await api().socket('/events/out')
    broken.send({ type: 'filter', filter: { nope: randomUUID() } })
    // Prefect's own reason is longer than a close frame has room for, which ends its socket without one
    expect([1002, 1006]).toContain((await broken.closed).code)
  })
}
