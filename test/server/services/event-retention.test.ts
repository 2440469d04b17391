import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { deleteOldEvents, insertEvents } from '../../../src/server/store/event.ts'
import { openStore } from '../../../src/server/store/store.ts'
import { each } from '../../contract/api.ts'
import { movedServer } from '../../support/moved-server.ts'

const DAY = 86_400_000

test('events go after a week', async () => {
  const moved = await movedServer()
  const tell = (event: string) =>
    moved.post('/events', [
      {
        id: randomUUID(),
        occurred: new Date(moved.time.clock()).toISOString(),
        event,
        resource: { 'prefect.resource.id': 'x' },
      },
    ])
  const left = async () =>
    each((await moved.post('/events/filter', { filter: { event: { name: ['old', 'recent'] } } })).events, 'event')
  await tell('old')
  await moved.pass(6.9 * DAY)
  await tell('recent')
  expect(await left()).toEqual(['recent', 'old'])
  await moved.pass(0.2 * DAY)
  expect(await left()).toEqual(['recent'])
  await moved.close()
})

test('more old events than go at once all go together', async () => {
  const moved = await movedServer()
  const occurred = new Date(moved.time.clock() - 8 * DAY).toISOString()
  const old = Array.from({ length: 450 }, () => ({
    id: randomUUID(),
    occurred,
    event: 'old',
    resource: { 'prefect.resource.id': 'x' },
  }))
  await moved.pass(1000)
  await moved.post('/events', old)
  // one look
  await moved.pass(61_000)
  expect((await moved.post('/events/filter', { filter: { event: { name: ['old'] } } })).total).toBe(0)
  await moved.close()
})

test('the oldest of too many go, a few at a time, with all that points at them', async () => {
  const store = await openStore({ data: ':memory:', clock: () => 1000, uuid: randomUUID })
  const events = Array.from({ length: 10 }, (_, at) => ({
    id: randomUUID(),
    occurred: at,
    event: 'e',
    resource: { 'prefect.resource.id': 'x' },
    related: [],
    payload: {},
    follows: null,
  }))
  await store.write((trx) => insertEvents(trx, events, 0))
  const remove = () => store.write((trx) => deleteOldEvents(trx, { before: 0, keep: 3, most: 5 }))
  expect([await remove(), await remove(), await remove()]).toEqual([5, 2, 0])
  const left = await store.read((db) => db.selectFrom('event').select('seq').orderBy('seq').execute())
  expect(left.map(({ seq }) => seq)).toEqual([8, 9, 10])
  const resources = await store.read((db) => db.selectFrom('event_resource').select('event_seq').execute())
  expect(resources.map(({ event_seq: seq }) => seq)).toEqual([8, 9, 10])
  await store.close()
})
