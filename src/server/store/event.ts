import type { PrefectEvent } from '../events/event.ts'
import { jsonText } from './columns.ts'
import type { Stamp } from './stamp.ts'
import type { Writer } from './store.ts'

/** Adds events; gives those that are new. */
export async function insertEvents(
  trx: Writer,
  events: readonly PrefectEvent[],
  received: Stamp,
): Promise<readonly PrefectEvent[]> {
  const fresh: PrefectEvent[] = []
  for (const event of events) {
    if (await insertEvent(trx, event, received)) fresh.push(event)
  }
  return fresh
}

async function insertEvent(trx: Writer, event: PrefectEvent, received: Stamp): Promise<boolean> {
  const { id, occurred, resource, related } = event
  const { numInsertedOrUpdatedRows: added } = await trx
    .insertInto('event')
    .values({
      id,
      occurred,
      received,
      event: event.event,
      resource_id: resource['prefect.resource.id'],
      resource: jsonText(resource),
      related: jsonText(related),
      payload: jsonText(event.payload),
      follows: event.follows,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirstOrThrow()
  if (added !== 1n) return false
  for (const one of [{ ...resource, 'prefect.resource.role': '' }, ...related]) {
    await trx
      .insertInto('event_resource')
      .values({
        event_id: id,
        occurred,
        resource_id: one['prefect.resource.id'] ?? '',
        role: one['prefect.resource.role'] ?? '',
      })
      .execute()
  }
  return true
}
