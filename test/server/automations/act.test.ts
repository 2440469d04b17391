import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { act } from '../../../src/server/automations/act.ts'
import type { Reach } from '../../../src/server/automations/action-attempt.ts'
import type { TriggeredAction } from '../../../src/server/model/firing.ts'
import { silentLog } from '../../../src/server/log.ts'
import { addActions, nextActions } from '../../../src/server/store/automation-action.ts'
import { eventsAfter } from '../../../src/server/store/event.ts'
import { type Store, openStore } from '../../../src/server/store/store.ts'

const TRIGGERED: TriggeredAction = {
  invocation: randomUUID(),
  automation: { id: randomUUID(), name: 'watch', trigger: { type: 'sequence', id: 'a', triggers: [], within: 0 } },
  action: { type: 'pause-deployment', source: 'selected', deployment_id: randomUUID() },
  index: 0,
  triggered: 1,
  labels: {},
  event: null,
  firing: { id: randomUUID(), triggerId: 'a', triggered: 1, labels: {}, event: null, parts: [] },
  triggeredEventId: randomUUID(),
}

async function noted(): Promise<Store> {
  const store = await openStore({ data: ':memory:', clock: () => 1000, uuid: randomUUID })
  onTestFinished(() => store.close())
  await store.write((trx) => addActions(trx, [TRIGGERED]))
  return store
}

/** Carries out what is noted next, with a reach that breaks. */
async function actBroken(store: Store, error: Error): Promise<readonly string[]> {
  const broken = () => Promise.reject(error)
  const reach: Reach = { ask: broken, send: broken, signal: new AbortController().signal }
  const logged: string[] = []
  const log = { ...silentLog, error: (_fields: object, message: string) => void logged.push(message) }
  for (const next of await store.read((db) => nextActions(db, 1))) await act({ store, log }, reach, next)
  return logged
}

test('an action that runs into a fault of the server has failed, and keeps no other one waiting', async () => {
  const store = await noted()
  expect(await actBroken(store, new TypeError('x is not a function'))).toEqual(['an action could not be carried out'])
  expect(await store.read((db) => nextActions(db, 1))).toEqual([])
  const told = await store.read((db) => eventsAfter(db, 0, 10))
  expect(told.map(({ event }) => event)).toEqual([
    'prefect.automation.action.triggered',
    'prefect.automation.action.failed',
  ])
  expect(told[1]?.payload).toMatchObject({ reason: 'Unexpected error: x is not a function' })
})

test('an action that the database could not store is tried again', async () => {
  const store = await noted()
  const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })
  await expect(actBroken(store, full)).rejects.toBe(full)
  expect(await store.read((db) => nextActions(db, 1))).toHaveLength(1)
})
