import { type RawBuilder, sql } from 'kysely'
import type { EventQuery } from '../model/event-query.ts'
import { eventMatches } from './event-filter.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Reader } from './store.ts'

/** How many events have a value in common, and when the first and the last of them happened. */
export type ValueCount = {
  readonly value: string
  readonly label: string
  readonly count: number
  readonly first: Stamp
  readonly last: Stamp
}

/** Counts by the name of the event or by its resource, the most first. A resource is called by its latest name. */
export async function countEventsBy(
  db: Reader,
  query: EventQuery,
  what: 'event' | 'resource',
): Promise<readonly ValueCount[]> {
  const { value, label } = EXPRESSIONS[what]
  const { rows } = await sql<ValueCount>`
    select ${value} as value, ${label} as label, count(*) as count, min(occurred) as first, max(occurred) as last
    from event where ${eventMatches(query)} group by 1, 2 order by last desc`.execute(db)
  const counts = new Map<string, ValueCount>()
  for (const row of rows) counts.set(row.value, sum(counts.get(row.value), row))
  return [...counts.values()].sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1))
}

/** How many events happened in each span of a width, by the number of spans since `pivot`. */
export async function countEventsByTime(
  db: Reader,
  query: EventQuery,
  { pivot, width }: { readonly pivot: Stamp; readonly width: number },
): Promise<ReadonlyMap<number, number>> {
  const { rows } = await sql<{ span: number; count: number }>`
    select cast(floor((occurred - ${pivot}) * 1.0 / ${width}) as integer) as span, count(*) as count
    from event where ${eventMatches(query)} group by 1`.execute(db)
  return new Map(rows.map(({ span, count }) => [span, count]))
}

const EXPRESSIONS: Readonly<
  Record<'event' | 'resource', { readonly value: RawBuilder<string>; readonly label: RawBuilder<string> }>
> = {
  event: { value: sql`event.event`, label: sql`event.event` },
  resource: {
    value: sql`event.resource_id`,
    label: sql`coalesce(event.resource ->> '$."prefect.resource.name"', event.resource ->> '$."prefect.name"', event.resource_id)`,
  },
}

function sum(later: ValueCount | undefined, earlier: ValueCount): ValueCount {
  if (later === undefined) return earlier
  return { ...later, count: later.count + earlier.count, first: Math.min(later.first, earlier.first) }
}
