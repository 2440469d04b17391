import type { ReceivedEvent } from '../model/event.ts'
import type { Writer } from './access.ts'
import type { LogRow } from './tables.ts'

/** What a write tells the rest of the server, once it is committed. */
export type Announcement =
  | { readonly kind: 'event'; readonly event: ReceivedEvent }
  | { readonly kind: 'logs'; readonly logs: readonly LogRow[] }
  /** A deployment or its schedules were made or changed: there may be runs to make. */
  | { readonly kind: 'schedules_changed'; readonly deploymentId: string }
  /** A flow run waits to be started from this moment on, UNIX microseconds. */
  | { readonly kind: 'flow_run_scheduled'; readonly at: number }
  /** A background task run waits for whoever serves its task. */
  | { readonly kind: 'task_run_scheduled'; readonly taskKey: string }
  /** Slots are held until then, UNIX microseconds, unless their lease is renewed or ended. */
  | { readonly kind: 'lease_runs'; readonly until: number }
  /** A work pool has changed in a way that its workers want to know. */
  | { readonly kind: 'work_pool_changed'; readonly workPoolId: string; readonly isDeleted: boolean }
  /** Something is ready that was not: it will be ready no more if nothing is heard for a while. */
  | { readonly kind: 'became_ready' }
  /** Automations were made, changed or deleted. */
  | { readonly kind: 'automations_changed' }

export type Listener = (announcement: Announcement) => void

/** Says something that holds if, and only if, the transaction is committed; listeners hear it then, in order. */
export function announce(trx: Writer, announcement: Announcement): void {
  const pending = PENDING.get(trx)
  if (pending === undefined) throw new Error('announced outside of store.write')
  pending.push(announcement)
}

const PENDING = new WeakMap<Writer, Announcement[]>()

/** Where listeners sign up, and where what a write has announced is kept until it is committed. */
export type Board = {
  readonly subscribe: (listener: Listener) => () => void
  /** For one write: `begin` when it has its transaction, each time anew; `publish` when that is committed. */
  readonly collect: () => { begin(trx: Writer): void; publish(): void }
}

export function newBoard(): Board {
  const listeners = new Set<Listener>()
  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    collect() {
      let announced: Announcement[] = []
      return {
        begin(trx) {
          announced = []
          PENDING.set(trx, announced)
        },
        publish() {
          for (const announcement of announced) for (const listener of listeners) listener(announcement)
        },
      }
    },
  }
}
