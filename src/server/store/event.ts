import { sql } from 'kysely'
import type { JsonObject } from '../../model/json.ts'
import type { EventResource, PrefectEvent, ReceivedEvent, RelatedResource } from '../model/event.ts'
import type { EventQuery } from '../model/event-query.ts'
import { eventMatches } from './event-filter.ts'
import type { Page } from './page.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Reader, Writer } from './store.ts'
import type { EventRow } from './tables.ts'

/** Adds events with two statements, whatever their number; gives those that are new, in order. */
export async function insertEvents(
  trx: Writer,
  events: readonly PrefectEvent[],
  received: Stamp,
): Promise<readonly ReceivedEvent[]> {
  if (events.length === 0) return []
  const rows = events.map((event) => [
    event.id,
    event.occurred,
    event.event,
    event.resource['prefect.resource.id'],
    JSON.stringify(event.resource),
    JSON.stringify(event.related),
    JSON.stringify(event.payload),
    event.follows,
  ])
  const added = await sql<{ seq: number; id: string }>`
    insert into event (id, occurred, received, event, resource_id, resource, related, payload, follows)
    select value ->> 0, value ->> 1, ${received}, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7
    from json_each(${JSON.stringify(rows)}) where true order by key
    on conflict (id) do nothing returning seq, id`.execute(trx)
  const numbers = new Map(added.rows.map(({ id, seq }) => [id, seq]))
  const fresh = events.flatMap((event) => {
    const seq = numbers.get(event.id)
    numbers.delete(event.id)
    return seq === undefined ? [] : [{ ...event, seq, received }]
  })
  await insertResources(trx, fresh)
  return fresh
}

async function insertResources(trx: Writer, events: readonly ReceivedEvent[]): Promise<void> {
  if (events.length === 0) return
  const rows = events.flatMap(({ seq, occurred, resource, related }) => [
    [seq, resource['prefect.resource.id'], '', occurred],
    ...related.map((one) => [seq, one['prefect.resource.id'], one['prefect.resource.role'], occurred]),
  ])
  await sql`insert or ignore into event_resource (event_seq, resource_id, role, occurred)
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3 from json_each(${JSON.stringify(rows)})`.execute(trx)
}

/** Events by the moment they happened; of each resource only the first in that order when the filter says `distinct`. */
export async function findEvents(db: Reader, query: EventQuery, page: Page): Promise<readonly ReceivedEvent[]> {
  const direction = query.filter.order === 'ASC' ? 'asc' : 'desc'
  const ordered = sql`occurred ${sql.raw(direction)}, seq ${sql.raw(direction)}`
  const source =
    query.filter.resource?.distinct === true
      ? sql`(select * from (select *, row_number() over (partition by resource_id order by ${ordered}) as place
          from event where ${eventMatches(query)}) where place = 1)`
      : sql`event where ${eventMatches(query)}`
  // only numbers are sorted; the events themselves are read when it is known which
  const { rows } = await sql<EventRow & { seq: number }>`
    select * from event where seq in
    (select seq from ${source} order by ${ordered} limit ${page.limit} offset ${page.offset})
    order by ${ordered}`.execute(db)
  return rows.map(eventOf)
}

/** How many events match; how many resources have some, when the filter says `distinct`. */
export async function countEvents(db: Reader, query: EventQuery): Promise<number> {
  const what = sql.raw(query.filter.resource?.distinct === true ? 'count(distinct resource_id)' : 'count(*)')
  const { rows } = await sql<{ count: number }>`
    select ${what} as count from event where ${eventMatches(query)}`.execute(db)
  return rows[0]?.count ?? 0
}

/** The number of the latest event that arrived; 0 when there was none. */
export async function lastEventSeq(db: Reader): Promise<number> {
  const { rows } = await sql<{ seq: number | null }>`select max(seq) as seq from event`.execute(db)
  return rows[0]?.seq ?? 0
}

/** The events that arrived after that one, in order of arrival. */
export async function eventsAfter(db: Reader, seq: number, most: number): Promise<readonly ReceivedEvent[]> {
  const { rows } = await sql<EventRow & { seq: number }>`
    select * from event where seq > ${seq} order by seq limit ${most}`.execute(db)
  return rows.map(eventOf)
}

/** Events that had arrived by then, in the order they happened, after a place in that order. */
export async function eventsBetween(
  db: Reader,
  query: EventQuery,
  from: { readonly occurred: Stamp; readonly seq: number },
  to: { readonly seq: number; readonly most: number },
): Promise<readonly ReceivedEvent[]> {
  const { rows } = await sql<EventRow & { seq: number }>`
    select * from event where ${eventMatches(query)} and seq <= ${to.seq}
    and (occurred, seq) > (${from.occurred}, ${from.seq}) order by occurred, seq limit ${to.most}`.execute(db)
  return rows.map(eventOf)
}

/**
 * Deletes events that happened before a moment, and the oldest beyond a number, at most so many at a time; they go in
 * the order they arrived. How many were deleted: fewer than asked when nothing is left to delete.
 */
export async function deleteOldEvents(
  trx: Writer,
  { before, keep, most }: { readonly before: Stamp; readonly keep: number; readonly most: number },
): Promise<number> {
  const last = await lastEventSeq(trx)
  const { rows } = await sql<{ seq: number }>`
    select seq from event where occurred < ${before} or seq <= ${last - keep} order by seq limit ${most}`.execute(trx)
  const seqs = JSON.stringify(rows.map(({ seq }) => seq))
  await sql`delete from event_resource where event_seq in (select value from json_each(${seqs}))`.execute(trx)
  await sql`delete from event where seq in (select value from json_each(${seqs}))`.execute(trx)
  return rows.length
}

function eventOf(row: EventRow & { seq: number }): ReceivedEvent {
  const resource: EventResource = JSON.parse(row.resource)
  const related: readonly RelatedResource[] = JSON.parse(row.related)
  const payload: JsonObject = JSON.parse(row.payload)
  const { seq, id, occurred, received, event, follows } = row
  return { seq, id, occurred, received, event, resource, related, payload, follows }
}
