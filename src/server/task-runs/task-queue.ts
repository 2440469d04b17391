import type { Store } from '../store/store.ts'
import type { TaskRunRow } from '../store/tables.ts'
import { leaveTaskQueue, nextInTaskQueue } from '../store/task-queue.ts'

/**
 * Hands each waiting background task run to one of those who serve its task. What waits is in the tables, so that it
 * outlives the server; what was handed out and not yet confirmed is only known here, and waits again after a restart.
 */
export class TaskQueue {
  readonly #store: Store
  /** Handed out, not yet confirmed. */
  readonly #taken = new Set<string>()
  readonly #waiting = new Set<{ readonly keys: ReadonlySet<string>; readonly wake: () => void }>()
  /** How often something came to wait. */
  #changes = 0

  constructor(store: Store) {
    this.#store = store
    store.subscribe((announcement) => {
      if (announcement.kind === 'task_run_scheduled') this.#changed(announcement.taskKey)
    })
  }

  /** The next run of one of the tasks, as soon as there is one; undefined once `signal` is aborted. */
  async take(taskKeys: readonly string[], signal: AbortSignal): Promise<TaskRunRow | undefined> {
    const keys = new Set(taskKeys)
    while (!signal.aborted) {
      const seen = this.#changes
      const run = await this.#store.read((db) => nextInTaskQueue(db, taskKeys, [...this.#taken]))
      if (run !== undefined && !this.#taken.has(run.id)) {
        this.#taken.add(run.id)
        return run
      }
      // someone else was quicker, or something came meanwhile
      if (run !== undefined || seen !== this.#changes) continue
      await this.#change(keys, signal)
    }
    return undefined
  }

  /** The run has arrived: it waits no more. */
  async confirm({ id }: TaskRunRow): Promise<void> {
    await this.#store.write((trx) => leaveTaskQueue(trx, id))
    this.#taken.delete(id)
  }

  /** The run has not arrived: it waits again. Nothing happens to one that was confirmed. */
  putBack({ id, task_key: key }: TaskRunRow): void {
    if (this.#taken.delete(id)) this.#changed(key)
  }

  #changed(taskKey: string): void {
    this.#changes += 1
    for (const { keys, wake } of this.#waiting) if (keys.has(taskKey)) wake()
  }

  /** Resolves when a run of one of the tasks came to wait, or the signal was aborted. */
  #change(keys: ReadonlySet<string>, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(waiter)
        signal.removeEventListener('abort', wake)
        resolve()
      }
      const waiter = { keys, wake }
      this.#waiting.add(waiter)
      signal.addEventListener('abort', wake)
      if (signal.aborted) wake()
    })
  }
}
