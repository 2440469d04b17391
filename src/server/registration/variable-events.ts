import { emitEvents } from '../events/emit-event.ts'
import { type Lifecycle, lifecycleEvent } from '../events/lifecycle-event.ts'
import type { Store, Writer } from '../store/store.ts'
import type { Variable } from '../store/variable.ts'

/** Tells what happened to a variable, its value included. */
export async function tellOfVariable(
  trx: Writer,
  store: Store,
  action: Lifecycle['action'],
  { id, name, value, tags }: Variable,
): Promise<void> {
  const payload = { name, value, tags }
  await emitEvents(trx, store, [lifecycleEvent(store, { kind: 'variable', action, id, name, payload })])
}
