import { emitEvents } from '../events/emit-event.ts'
import { type Lifecycle, lifecycleEvent } from '../events/lifecycle-event.ts'
import type { ConcurrencyLimit } from '../store/concurrency-limit.ts'
import type { Store, Writer } from '../store/store.ts'

/**
 * Tells that a limit was made, changed or deleted (`concurrency_limit_v2_created_event`,
 * `prefect/server/events/schemas/lifecycle.py`).
 */
export async function emitLimitEvent(
  trx: Writer,
  store: Store,
  action: Lifecycle['action'],
  { id, name, limit, active, slot_decay_per_second }: ConcurrencyLimit,
): Promise<void> {
  const payload = { name, limit, active, slot_decay_per_second }
  await emitEvents(trx, store, [lifecycleEvent(store, { kind: 'concurrency-limit', action, id, name, payload })])
}
