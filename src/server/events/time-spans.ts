import type { Stamp } from '../model/stamp.ts'

export type TimeUnit = 'week' | 'day' | 'hour' | 'minute' | 'second'

/** Where all counting by time begins: a Monday (`prefect/server/events/counting.py`). */
export const PIVOT: Stamp = Date.UTC(2024, 3, 1) * 1000

const SECOND = 1_000_000
const MICROS: Readonly<Record<TimeUnit, number>> = {
  week: 7 * 86_400 * SECOND,
  day: 86_400 * SECOND,
  hour: 3600 * SECOND,
  minute: 60 * SECOND,
  second: SECOND,
}

/** The most spans that one answer may have. */
const MOST_SPANS = 1000

/** So many of a unit, in microseconds. */
export function intervalMicros(unit: TimeUnit, interval: number): number {
  return MICROS[unit] * interval
}

/** Why a time cannot be cut into spans so short; undefined when it can. */
export function spansProblem(since: Stamp, until: Stamp, width: number): string | undefined {
  const count = Math.ceil((until - since) / width)
  if (count <= MOST_SPANS) return undefined
  return (
    `The given interval would create ${count} buckets, which is too many. Please increase the interval or reduce the ` +
    `time range to produce ${MOST_SPANS} buckets or fewer.`
  )
}

/** Spans of one width from the one that holds the beginning to the one that holds the end, but for days to come. */
export function timeSpans(
  { since, until, now }: { readonly since: Stamp; readonly until: Stamp; readonly now: Stamp },
  unit: TimeUnit,
  width: number,
): { readonly first: number; readonly spans: readonly (readonly [from: Stamp, to: Stamp])[] } {
  const first = Math.floor((since - PIVOT) / width)
  const end = until > now ? endOf(now, unit) : until
  const spans: (readonly [Stamp, Stamp])[] = []
  for (let start = PIVOT + width * first; start < end; start += width) {
    spans.push([Math.round(start), Math.round(start + width) - 1])
  }
  return { first, spans }
}

function endOf(moment: Stamp, unit: TimeUnit): Stamp {
  const width = MICROS[unit]
  return PIVOT + (Math.floor((moment - PIVOT) / width) + 1) * width - 1
}
