import { refused } from '../problem.ts'
import { countEventsBy, countEventsByTime } from '../store/event-count.ts'
import { type Stamp, stampText } from '../model/stamp.ts'
import type { Reader } from '../store/store.ts'
import type { EventQuery } from '../model/event-query.ts'
import { PIVOT, type TimeUnit, intervalMicros, spansProblem, timeSpans } from './time-spans.ts'

/** What events can be counted by. */
export const COUNTABLES = ['day', 'time', 'event', 'resource'] as const
export type Countable = (typeof COUNTABLES)[number]

export type EventCount = {
  readonly value: string
  readonly label: string
  readonly count: number
  readonly start_time: string
  readonly end_time: string
}

/**
 * Counts events by their day, time, name or resource. Throws the 422 of a time that is too long for its unit, which is
 * asked for whatever is counted (`prefect/server/events/storage/database.py`).
 */
export async function countEventsFor(
  db: Reader,
  query: EventQuery,
  by: { readonly countable: Countable; readonly unit: TimeUnit; readonly interval: number; readonly now: Stamp },
): Promise<readonly EventCount[]> {
  const unit = by.countable === 'day' ? 'day' : by.unit
  const width = intervalMicros(unit, by.countable === 'day' ? 1 : by.interval)
  const problem = spansProblem(query.since, query.until, width)
  if (problem !== undefined) throw refused(422, problem)
  switch (by.countable) {
    case 'event':
    case 'resource':
      return (await countEventsBy(db, query, by.countable)).map(({ value, label, count, first, last }) => ({
        value,
        label,
        count,
        start_time: stampText(first),
        end_time: stampText(last),
      }))
    case 'day':
    case 'time': {
      const counts = await countEventsByTime(db, query, { pivot: PIVOT, width })
      const { first, spans } = timeSpans({ ...query, now: by.now }, unit, width)
      return spans.map(([from, to], at) => ({
        value: String(at),
        label: pythonText(from),
        count: counts.get(first + at) ?? 0,
        start_time: shortText(from),
        end_time: stampText(to),
      }))
    }
  }
}

/** As `datetime.isoformat` has it. */
function pythonText(stamp: Stamp): string {
  return shortText(stamp).replace('Z', '+00:00')
}

/** No fraction when there is none. */
function shortText(stamp: Stamp): string {
  return stampText(stamp).replace(/\.0+Z$/, 'Z')
}
