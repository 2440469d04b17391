import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  nextStart,
  cancellingSince,
  firstCancelledAfter,
  firstCancelling,
  readPauses,
  startableBefore,
  subflowsOfCancelled,
  tasksOfCancelled,
} from '../../../src/server/store/due-run.ts'
import { countBusy, findStartable, findStartableOf } from '../../../src/server/store/poll.ts'
import { pageCoverage, readCoverage } from '../../../src/server/store/schedule-coverage.ts'
import type { Reader } from '../../../src/server/store/store.ts'
import { planning } from '../../support/query-plans.ts'

const { db, planOf } = planning()

const [id, within] = [randomUUID(), { after: 1, before: 2 }]
const LOOKS: readonly (readonly [string, (reader: Reader) => Promise<unknown>])[] = [
  ['how far the runs of schedules reach', (reader) => readCoverage(reader, [id], 1)],
  ['how far they all reach', (reader) => pageCoverage(reader, { deploymentId: '', scheduleId: '' }, 1, 9)],
  ['what is late', (reader) => startableBefore(reader, 1, 9)],
  ['what will be late next', nextStart],
  ['what is paused', readPauses],
  ['what is being cancelled', (reader) => cancellingSince(reader, 9, 9)],
  ['since when something is being cancelled', firstCancelling],
  ['what was cancelled next', (reader) => firstCancelledAfter(reader, 9)],
  ['the tasks of cancelled runs', (reader) => tasksOfCancelled(reader, within, 9)],
  ['the subflows of cancelled runs', (reader) => subflowsOfCancelled(reader, within, 9)],
  ['who holds slots', (reader) => countBusy(reader, [id])],
  ['what a worker may begin', (reader) => findStartable(reader, id, within, 9)],
  ['what is to be served', (reader) => findStartableOf(reader, [id], { before: 1, limit: 9 })],
]

test.for(LOOKS)('%s is looked up: no table of runs is gone through', async ([, look]) => {
  expect((await planOf(look(db))).filter((detail) => /^SCAN (?!json_each|value)/.test(detail))).toEqual([])
})
