import { announce } from '../store/announcement.ts'
import { insertEvents } from '../store/event.ts'
import type { Store, Writer } from '../store/store.ts'
import type { PrefectEvent, ReceivedEvent } from '../model/event.ts'

/**
 * Records events in the transaction of what they tell of; subscribers hear of them when it is committed. An event whose
 * id is known is dropped: clients send again what they are not sure of. Gives those that are new.
 */
export async function emitEvents(
  trx: Writer,
  store: Pick<Store, 'now'>,
  events: readonly PrefectEvent[],
): Promise<readonly ReceivedEvent[]> {
  const fresh = await insertEvents(trx, events, store.now())
  for (const event of fresh) announce(trx, { kind: 'event', event })
  return fresh
}
