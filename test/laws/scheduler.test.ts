import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ScheduleRule } from '../../src/model/schedule.ts'
import { makeFirings } from '../../src/schedule/firings.ts'
import { instantOf } from '../../src/schedule/instant.ts'
import { type Body, text } from '../contract/api.ts'
import { type MovedServer, deployed, movedServer, runMoments } from '../support/moved-server.ts'
import { fakeTime } from '../support/timers.ts'

const MINUTE = 60_000
/** Twenty seconds past a minute: nothing fires while something is done. */
const PLAIN_NIGHT = Date.parse('2026-10-20T00:00:20Z')
/** Just before Berlin's clocks go forward, and back. */
const CHANGES = [Date.parse('2026-03-29T00:00:20Z'), Date.parse('2026-10-25T00:00:20Z')]

/** Schedules that fire at whole minutes. */
const rules: fc.Arbitrary<ScheduleRule> = fc.oneof(
  fc
    .constantFrom('* * * * *', '*/7 * * * *', '0 * * * *', '30 2 * * *', '15,45 1-3 * * *')
    .chain((cron) =>
      fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York').map((timezone) => ({ cron, timezone, day_or: true })),
    ),
  fc.constantFrom(60, 300, 3600, 86_400).map((interval) => ({
    interval,
    anchor_date: '2026-01-01T00:00:00Z',
    timezone: 'Europe/Berlin',
  })),
  fc
    .constantFrom(
      'DTSTART:20261001T000000\nRRULE:FREQ=HOURLY',
      'DTSTART:20261001T003000\nRRULE:FREQ=MINUTELY;INTERVAL=20',
    )
    .map((rrule) => ({ rrule, timezone: 'Europe/Berlin' })),
)

type Step =
  | { readonly kind: 'pass' | 'restart' | 'jump'; readonly minutes: number }
  | { readonly kind: 'patch' | 'touch' | 'ask' | 'pause' | 'resume' }

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('pass' as const), minutes: fc.integer({ min: 1, max: 90 }) }),
    },
    // within what is made ahead: whoever sleeps longer misses what was never made, as in Prefect
    fc.record({ kind: fc.constantFrom('restart' as const, 'jump' as const), minutes: fc.integer({ min: 1, max: 50 }) }),
    fc.record({
      kind: fc.constantFrom('patch' as const, 'touch' as const, 'ask' as const, 'pause' as const, 'resume' as const),
    }),
  ),
  { minLength: 1, maxLength: 8 },
)

/** A stretch of time during which the deployment was not paused. */
type Stretch = { readonly from: number; readonly to: number }

async function walk(start: MovedServer, made: Body, walked: readonly Step[]) {
  const awake: Stretch[] = []
  let [moved, since] = [start, start.time.clock() as number | undefined]
  const path = `/deployments/${text(made.id)}`
  const pass = (minutes: number) => moved.pass(minutes * MINUTE)
  for (const step of walked) {
    switch (step.kind) {
      case 'pass':
        await pass(step.minutes)
        break
      case 'restart':
        moved = await moved.restarted(step.minutes * MINUTE)
        await pass(1)
        break
      case 'jump':
        moved.time.jump(step.minutes * MINUTE)
        await pass(2)
        break
      case 'patch':
        await moved.call('PATCH', path, { description: String(moved.time.clock()) })
        await pass(1)
        break
      case 'touch': {
        const row = (await moved.call('GET', `${path}/schedules`))[0]
        await moved.call('PATCH', `${path}/schedules/${text(row?.id)}`, { active: true })
        await pass(1)
        break
      }
      case 'ask':
        await moved.post(`${path}/schedule`, {})
        break
      case 'pause':
        await moved.call('PATCH', path, { paused: true })
        if (since !== undefined) awake.push({ from: since, to: moved.time.clock() })
        since = undefined
        break
      case 'resume':
        await moved.call('PATCH', path, { paused: false })
        since ??= moved.time.clock()
        await pass(1)
        break
    }
  }
  await pass(1)
  if (since !== undefined) awake.push({ from: since, to: moved.time.clock() })
  return { moved, awake, end: moved.time.clock() }
}

/** When the schedule fires within the stretches. */
function firings(rule: ScheduleRule, awake: readonly Stretch[]): readonly string[] {
  return awake.flatMap(({ from, to }) => {
    const made = [...makeFirings(rule, { start: from, end: from + 3 * 86_400_000, count: 1000 })]
    const instants = made.map(({ instant }) => instantOf(instant)).filter((instant) => instant <= to)
    return instants.map((instant) => new Date(instant).toISOString())
  })
}

const PARAMETERS = { numRuns: 12, interruptAfterTimeLimit: 60_000 }

test(
  'whatever happens, each firing of a schedule has one run, and nothing else has',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(rules, steps, async (rule, walked) => {
        const folder = await mkdtemp(join(tmpdir(), 'registrar-scheduler-'))
        let moved = await movedServer(folder, fakeTime(PLAIN_NIGHT))
        try {
          const made = await deployed(moved, [{ schedule: rule, slug: 's' }])
          await moved.pass(1000)
          const after = await walk(moved, made, walked)
          moved = after.moved
          const runs = await runMoments(moved, made)
          const past = runs.filter((moment) => Date.parse(moment) <= after.end)
          // those asked for while the deployment is paused are made all the same
          const asked = walked.some(({ kind }) => kind === 'ask') && walked.some(({ kind }) => kind === 'pause')
          expect(new Set(runs).size).toBe(runs.length)
          if (asked) expect(past).toEqual(expect.arrayContaining([...firings(rule, after.awake)]))
          else expect(past).toEqual(firings(rule, after.awake))
        } finally {
          await moved.close()
          await rm(folder, { recursive: true, force: true })
        }
      }),
      PARAMETERS,
    )
  },
)

test('a run that has ended is never made again', async () => {
  await fc.assert(
    fc.asyncProperty(rules, fc.integer({ min: 5, max: 120 }), async (rule, minutes) => {
      const moved = await movedServer(':memory:', fakeTime(PLAIN_NIGHT))
      try {
        const made = await deployed(moved, [{ schedule: rule, slug: 's' }])
        await moved.pass(minutes * MINUTE)
        const before = await runMoments(moved, made)
        const page = await moved.post('/flow_runs/filter', {
          flow_runs: { deployment_id: { any_: [made.id] } },
          limit: 20,
        })
        for (const run of Array.isArray(page) ? page : []) {
          await moved.post(`/flow_runs/${text(run.id)}/set_state`, { state: { type: 'COMPLETED' }, force: true })
        }
        await moved.call('PATCH', `/deployments/${text(made.id)}`, {})
        await moved.pass(2 * MINUTE)
        const after = await runMoments(moved, made)
        expect(new Set(after).size).toBe(after.length)
        expect(after).toEqual(expect.arrayContaining([...before]))
      } finally {
        await moved.close()
      }
    }),
    { ...PARAMETERS, numRuns: 6 },
  )
})

// What a schedule fires where clocks change depends in Prefect on when it is asked, so no list of firings can be held
// against it: none may be lost that was made first, and none be made twice.
test('where clocks change, no run is lost or doubled', async () => {
  await fc.assert(
    fc.asyncProperty(rules, fc.constantFrom(...CHANGES), steps, async (rule, begin, walked) => {
      const folder = await mkdtemp(join(tmpdir(), 'registrar-scheduler-'))
      let moved = await movedServer(folder, fakeTime(begin))
      try {
        const made = await deployed(moved, [{ schedule: rule, slug: 's' }])
        await moved.pass(1000)
        const first = await runMoments(moved, made)
        const after = await walk(
          moved,
          made,
          walked.filter(({ kind }) => kind === 'pass' || kind === 'restart' || kind === 'jump'),
        )
        moved = after.moved
        const runs = await runMoments(moved, made)
        expect(new Set(runs).size).toBe(runs.length)
        expect(runs).toEqual(expect.arrayContaining([...first]))
      } finally {
        await moved.close()
        await rm(folder, { recursive: true, force: true })
      }
    }),
    { ...PARAMETERS, numRuns: 6 },
  )
})
