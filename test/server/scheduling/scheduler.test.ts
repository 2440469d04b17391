import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { openVault } from '../../../src/server/blocks/vault.ts'
import { silentLog } from '../../../src/server/log.ts'
import { newScheduler } from '../../../src/server/scheduling/scheduler.ts'
import { openStore } from '../../../src/server/store/store.ts'
import { text } from '../../contract/api.ts'
import { folderWith } from '../../support/folder.ts'
import { type MovedServer, deployed, movedServer, runMoments } from '../../support/moved-server.ts'
import { fakeTime } from '../../support/timers.ts'

const HOUR = 3_600_000
const MINUTELY = { schedule: { cron: '* * * * *', timezone: 'UTC' }, slug: 'm' }
/** A valid expression, for a day that no year has. */
const NEVER = { schedule: { cron: '0 0 30 2 *', timezone: 'UTC' }, slug: 'n' }
const DAILY = { schedule: { cron: '0 12 * * *', timezone: 'UTC' }, slug: 'd' }

async function started(): Promise<MovedServer> {
  const moved = await movedServer()
  onTestFinished(() => moved.close())
  await moved.pass(1000)
  return moved
}

test('a new deployment has its runs within a moment', async () => {
  const moved = await started()
  const daily = await deployed(moved, [DAILY])
  const minutely = await deployed(moved, [MINUTELY])
  expect(await runMoments(moved, daily)).toEqual([])
  await moved.pass(200)
  const days = ['2026-08-21T12:00:00.000Z', '2026-08-22T12:00:00.000Z', '2026-08-23T12:00:00.000Z']
  expect(await runMoments(moved, daily)).toEqual(days)
  expect(await runMoments(moved, minutely)).toHaveLength(61)
})

test('what was dropped by a change comes back within a moment', async () => {
  const moved = await started()
  const daily = await deployed(moved, [DAILY])
  await moved.pass(200)
  await moved.call('PATCH', `/deployments/${text(daily.id)}`, { description: 'x' })
  expect(await runMoments(moved, daily)).toEqual([])
  await moved.pass(200)
  expect(await runMoments(moved, daily)).toHaveLength(3)
})

test('a paused deployment gets none, and its own again when it is resumed', async () => {
  const moved = await started()
  const daily = await deployed(moved, [DAILY], { paused: true })
  await moved.pass(HOUR)
  expect(await runMoments(moved, daily)).toEqual([])
  await moved.post(`/deployments/${text(daily.id)}/resume_deployment`)
  await moved.pass(200)
  expect((await runMoments(moved, daily))[0]).toBe('2026-08-21T12:00:00.000Z')
})

test('there are always three runs ahead, and as many as an hour holds', async () => {
  const moved = await started()
  const daily = await deployed(moved, [DAILY])
  const minutely = await deployed(moved, [MINUTELY])
  await moved.pass(3 * HOUR)
  const ahead = async (made: typeof daily) => {
    const now = new Date(moved.time.clock()).toISOString()
    return (await runMoments(moved, made)).filter((moment) => moment > now)
  }
  expect(await ahead(daily)).toHaveLength(3)
  expect((await ahead(minutely)).length).toBeGreaterThanOrEqual(60)
  expect(await runMoments(moved, minutely)).toHaveLength(3 * 60 + 61)
})

test('after a restart all deployments have their runs, however many there are', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'registrar-scheduler-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const before = await movedServer(folder)
  for (let count = 0; count < 205; count += 1) await deployed(before, [DAILY])
  await before.pass(1000)
  const after = await before.restarted(48 * HOUR)
  onTestFinished(() => after.close())
  await after.pass(1000)
  const now = new Date(after.time.clock()).toISOString()
  const ahead = { flow_runs: { next_scheduled_start_time: { after_: now } } }
  expect(await after.post('/flow_runs/count', ahead)).toBe(3 * 205)
})

test('a schedule whose dates cannot be computed takes none from the others', async () => {
  const moved = await started()
  const broken = await deployed(moved, [NEVER, DAILY])
  const daily = await deployed(moved, [DAILY])
  await moved.server.settled()
  await moved.pass(200)
  expect(await runMoments(moved, daily)).toHaveLength(3)
  // as in Prefect, none of its own schedules has runs either
  expect(await runMoments(moved, broken)).toEqual([])
})

test('a schedule whose dates cannot be computed is tried again each minute, also when the clock was set back', async () => {
  const told: object[] = []
  const log = { ...silentLog, error: (fields: object) => void told.push(fields) }
  const moved = await movedServer(':memory:', fakeTime(), { log })
  onTestFinished(() => moved.close())
  const broken = await deployed(moved, [NEVER, DAILY])
  await moved.pass(61_000)
  expect(told).toHaveLength(2)
  await moved.pass(61_000)
  expect(told).toHaveLength(3)
  moved.time.jump(-6 * HOUR)
  await moved.pass(150_000)
  expect(told.length).toBeGreaterThan(3)
  expect(told[0]).toMatchObject({ deployment: broken.id })
})

test('a disk that is full fails the whole work, leaves nothing half made, and with room the next try makes all', async () => {
  const folder = await folderWith({})
  const before = await movedServer(folder, fakeTime(), { isActive: false })
  for (let count = 0; count < 3; count += 1) await deployed(before, [MINUTELY])
  await before.close()
  const time = fakeTime()
  const store = await openStore({ data: folder, clock: time.clock, uuid: randomUUID })
  onTestFinished(() => store.close())
  const services = { store, vault: await openVault(folder, store), ...time, log: silentLog }
  const pages = (most: number) => store.read((db) => sql.raw(`pragma max_page_count = ${most}`).execute(db))
  const made = () => store.read((db) => db.selectFrom('flow_run').select('id').execute())
  const { work } = newScheduler()
  const now = time.clock() * 1000
  await pages(1)
  await expect(work(services, now, new AbortController().signal)).rejects.toMatchObject({ code: 'SQLITE_FULL' })
  expect(await made()).toEqual([])
  await pages(1_000_000)
  await work(services, now, new AbortController().signal)
  expect(await made()).toHaveLength(3 * 61)
})

test('a yearly schedule is made as soon as it is a hundred days ahead', async () => {
  const moved = await started()
  const yearly = await deployed(moved, [{ schedule: { cron: '30 11 29 11 *', timezone: 'UTC' }, slug: 'y' }])
  await moved.pass(HOUR)
  expect(await runMoments(moved, yearly)).toEqual([])
  await moved.pass(2 * HOUR)
  expect(await runMoments(moved, yearly)).toEqual(['2026-11-29T11:30:00.000Z'])
})

test('an idle server has one timer for each service and one look a minute', async () => {
  const moved = await started()
  await deployed(moved, [DAILY])
  await moved.pass(HOUR)
  expect(moved.time.waiting()).toBeLessThanOrEqual(8)
})

test('a clock that jumps leaves no gap beyond the jump', async () => {
  const moved = await started()
  const minutely = await deployed(moved, [MINUTELY])
  await moved.pass(200)
  // as after a suspension: no timer has fired meanwhile
  moved.time.jump(6 * HOUR)
  await moved.pass(61_000)
  const now = moved.time.clock()
  const ahead = (await runMoments(moved, minutely)).filter((moment) => Date.parse(moment) > now)
  expect(ahead.length).toBeGreaterThanOrEqual(60)
})
