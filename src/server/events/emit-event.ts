import { announce } from '../store/announcement.ts'
import { insertEvents } from '../store/event.ts'
import type { Store, Writer } from '../store/store.ts'
import type { PrefectEvent } from './event.ts'

/**
 * Records events in the transaction of what they tell of; subscribers hear of them when it is committed. An event whose
 * id is known is dropped: clients send again what they are not sure of.
 */
export async function emitEvents(trx: Writer, store: Store, events: readonly PrefectEvent[]): Promise<void> {
  for (const event of await insertEvents(trx, events, store.now())) announce(trx, { kind: 'event', event })
}
