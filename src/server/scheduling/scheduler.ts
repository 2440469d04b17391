import { setImmediate as letRequestsIn } from 'node:timers/promises'
import { SECOND, type Service } from '../services/service.ts'
import type { Services } from '../services.ts'
import { type ScheduleCoverage, pageCoverage, readCoverage } from '../store/schedule-coverage.ts'
import type { Stamp } from '../model/stamp.ts'
import { sqliteCode } from '../problem.ts'
import type { Store, Writer } from '../store/store.ts'
import { nextRefillMoment, refillMoment } from '../model/refill.ts'
import { SchedulingFailure, scheduleRuns } from './schedule-runs.ts'

/** How long a change of schedules waits for more changes. Prefect looks every five seconds. */
const PATIENCE: Stamp = SECOND / 10
/** How often all schedules are looked through, whatever was heard: as often as Prefect does. */
const SURVEY_EVERY: Stamp = 60 * SECOND
/** How many schedules are looked at, and for how long runs are made, before requests have their turn. */
const PAGE = 200
const STRETCH_MS = 3
const BEGINNING = { deploymentId: '', scheduleId: '' }

/**
 * Makes the runs of schedules ahead of time: those of a deployment that was changed within a moment, and all others
 * when one of their schedules wants more (`prefect/server/services/scheduler.py`). It knows when that will be, and
 * sleeps until then.
 */
export function newScheduler(): Service {
  const changed = new Set<string>()
  /** When each deployment wants more runs. */
  const moments = new Map<string, Stamp>()
  let surveyed: Stamp = -Infinity

  async function survey(services: Services, now: Stamp, signal: AbortSignal): Promise<void> {
    moments.clear()
    let page: readonly ScheduleCoverage[] = []
    do {
      const after = page.at(-1) ?? BEGINNING
      page = await services.store.read((db) => pageCoverage(db, after, now, PAGE))
      for (const row of page) note(row.deploymentId, refillMoment(row))
      await letRequestsIn()
    } while (page.length === PAGE && !signal.aborted)
    surveyed = now
  }

  function note(deploymentId: string, moment: Stamp): void {
    moments.set(deploymentId, Math.min(moment, moments.get(deploymentId) ?? Infinity))
  }

  /** Makes the runs of as many deployments as there is time for, and gives the others. */
  async function makeSome(
    { store, clock, log }: Services,
    waiting: readonly string[],
    now: Stamp,
  ): Promise<readonly string[]> {
    const made = await store.write(async (trx) => {
      const until = clock() + STRETCH_MS
      const some: Made[] = []
      for (const id of waiting) {
        some.push(await makeRuns(trx, store, id, now))
        if (clock() >= until) break
      }
      return some
    })
    for (const { id, next, failure } of made) {
      moments.delete(id)
      for (const moment of next) note(id, moment)
      if (failure !== undefined) log.error({ deployment: id, reason: failure }, 'a deployment gets no runs for now')
    }
    return waiting.slice(made.length)
  }

  return {
    name: 'scheduler',
    hear(announcement, now) {
      if (announcement.kind !== 'schedules_changed') return undefined
      changed.add(announcement.deploymentId)
      return now + PATIENCE
    },
    async work(services, now, signal) {
      if (now < surveyed || now >= surveyed + SURVEY_EVERY) await survey(services, now, signal)
      const due = [...moments].filter(([, moment]) => moment <= now).map(([id]) => id)
      let waiting: readonly string[] = [...new Set([...due, ...changed])]
      changed.clear()
      while (waiting.length > 0 && !signal.aborted) {
        waiting = await makeSome(services, waiting, now)
        await letRequestsIn()
      }
      return earliest(moments.values(), surveyed + SURVEY_EVERY)
    },
  }
}

/** What came of one deployment: when it wants more runs, and why it got none. */
type Made = { readonly id: string; readonly next: readonly Stamp[]; readonly failure?: string }

async function makeRuns(trx: Writer, store: Store, id: string, now: Stamp): Promise<Made> {
  // nothing for one that was paused or deleted, or has no active schedule
  if ((await readCoverage(trx, [id], now)).length === 0) return { id, next: [] }
  const failure = await failureOf(() => scheduleRuns(trx, store, id, { start: now / 1000 }))
  // it is tried again when all schedules are looked through
  if (failure !== undefined) return { id, next: [], failure }
  return { id, next: (await readCoverage(trx, [id], now)).map((row) => nextRefillMoment(row, now)) }
}

/** One deployment's trouble is not that of the others; what the database refuses, as on a full disk, is that of all. */
async function failureOf(work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    if (sqliteCode(error) !== '') throw error
    return error instanceof SchedulingFailure ? error.message : (stackOf(error) ?? String(error))
  }
}

function stackOf(error: unknown): string | undefined {
  return error instanceof Error ? error.stack : undefined
}

function earliest(moments: Iterable<Stamp>, latest: Stamp): Stamp {
  let found = latest
  for (const moment of moments) if (moment < found) found = moment
  return found
}
