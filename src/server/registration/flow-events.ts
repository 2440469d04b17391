import { emitEvents } from '../events/emit-event.ts'
import { type Lifecycle, lifecycleEvent } from '../events/lifecycle-event.ts'
import type { Flow } from '../store/flow.ts'
import type { Store, Writer } from '../store/store.ts'

/** Tells what happened to a flow. */
export async function tellOfFlow(
  trx: Writer,
  store: Store,
  action: Lifecycle['action'],
  { id, name, tags, labels }: Flow,
): Promise<void> {
  const payload = { name, tags, labels }
  await emitEvents(trx, store, [lifecycleEvent(store, { kind: 'flow', action, id, name, payload })])
}
