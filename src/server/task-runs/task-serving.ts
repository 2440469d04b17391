import type { Store } from '../store/store.ts'
import { TaskQueue } from './task-queue.ts'
import { TaskWorkers } from './task-workers.ts'

/** The background task runs that wait on a server, and who serves them. */
export type TaskServing = { readonly queue: TaskQueue; readonly workers: TaskWorkers }

/** The one of the server that has this store: its websockets and its routes share it. */
export function taskServing(store: Store): TaskServing {
  const known = SERVING.get(store)
  if (known !== undefined) return known
  const made = { queue: new TaskQueue(store), workers: new TaskWorkers() }
  SERVING.set(store, made)
  return made
}

const SERVING = new WeakMap<Store, TaskServing>()
