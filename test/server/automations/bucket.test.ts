import { expect, test } from 'vitest'
import type { EventTrigger } from '../../../src/server/model/automation.ts'
import { onEvent } from '../../../src/server/automations/bucket.ts'
import type { ReceivedEvent } from '../../../src/server/model/event.ts'

const SECOND = 1_000_000

const TRIGGER: EventTrigger = {
  type: 'event',
  id: 't',
  match: {},
  match_related: {},
  after: [],
  expect: ['beat'],
  for_each: [],
  posture: 'Proactive',
  threshold: 1,
  within: 60,
}

const beat = (occurred: number): ReceivedEvent => ({
  id: 'e',
  seq: 1,
  occurred,
  received: occurred,
  event: 'beat',
  resource: { 'prefect.resource.id': 'x' },
  related: [],
  payload: {},
  follows: null,
})

test('an event that comes after its time fires for the silence, and counts for the time that begins with it', () => {
  const open = { start: 0, end: 60 * SECOND, count: 0, lastEvent: null }
  expect(onEvent(TRIGGER, beat(70 * SECOND), open)).toMatchObject({
    firing: {},
    bucket: { start: 70 * SECOND, end: 130 * SECOND, count: 1 },
  })
})
