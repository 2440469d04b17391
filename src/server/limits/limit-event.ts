import { emitEvents } from '../events/emit-event.ts'
import type { ConcurrencyLimit } from '../store/concurrency-limit.ts'
import type { Store, Writer } from '../store/store.ts'

/** Tells that a limit was made, changed or deleted (`concurrency_limit_v2_created_event`, `S:events/schemas/lifecycle.py`). */
export async function emitLimitEvent(
  trx: Writer,
  store: Store,
  action: 'created' | 'updated' | 'deleted',
  { id, name, limit, active, slot_decay_per_second }: ConcurrencyLimit,
): Promise<void> {
  const event = {
    id: store.uuid(),
    occurred: store.now(),
    event: `prefect.concurrency-limit.${action}`,
    resource: { 'prefect.resource.id': `prefect.concurrency-limit.${id}`, 'prefect.resource.name': name },
    related: [],
    payload: { name, limit, active, slot_decay_per_second },
    follows: null,
  }
  await emitEvents(trx, store, [event])
}
