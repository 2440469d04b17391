import type { Stamp } from '../model/stamp.ts'
import { stampText } from '../model/stamp.ts'

/**
 * Someone who serves background tasks, as the API answers it (`TaskWorkerResponse`,
 * `prefect/server/models/task_workers.py`).
 */
export type TaskWorker = {
  readonly identifier: string
  readonly task_keys: readonly string[]
  readonly timestamp: string
}

/** Who serves background tasks at this moment: each is here for as long as its websocket is open. */
export class TaskWorkers {
  /** The tasks of each connection: a worker may have several. */
  readonly #served = new Map<string, Set<readonly string[]>>()

  /** Someone has come; gives what tells that it has left. */
  arrive(identifier: string, taskKeys: readonly string[]): () => void {
    const connections = this.#served.get(identifier) ?? new Set()
    this.#served.set(identifier, connections.add(taskKeys))
    return () => {
      connections.delete(taskKeys)
      if (connections.size === 0) this.#served.delete(identifier)
    }
  }

  /** Those who serve one of the tasks, or any; whoever is here was seen now. */
  list(taskKeys: readonly string[], now: Stamp): readonly TaskWorker[] {
    const timestamp = stampText(now)
    return [...this.#served]
      .map(([identifier, connections]) => ({
        identifier,
        task_keys: [...new Set([...connections].flat())],
        timestamp,
      }))
      .filter(({ task_keys: served }) => taskKeys.length === 0 || served.some((key) => taskKeys.includes(key)))
  }
}
