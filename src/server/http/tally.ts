/** The bounds of the durations that are told apart, in seconds. */
export const BOUNDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10] as const

/** How often a route was answered with a status, and how long that took. */
export type Line = {
  readonly method: string
  readonly route: string
  readonly status: number
  count: number
  /** In seconds. */
  sum: number
  /** How many took at most the bound of the same index, and longer than the one before; the last, longer than all. */
  readonly buckets: number[]
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Counts requests. Routes, methods and statuses are few, so it stays small. */
export class Tally {
  readonly #lines = new Map<string, Line>()

  add(sentMethod: string, route: string, status: number, ms: number): void {
    const method = METHODS.has(sentMethod) ? sentMethod : 'other'
    const name = `${method} ${status} ${route}`
    let line = this.#lines.get(name)
    if (line === undefined) {
      line = { method, route, status, count: 0, sum: 0, buckets: Array.from({ length: BOUNDS.length + 1 }, () => 0) }
      this.#lines.set(name, line)
    }
    const seconds = ms / 1000
    const at = BOUNDS.findIndex((bound) => seconds <= bound)
    const index = at < 0 ? BOUNDS.length : at
    line.count += 1
    line.sum += seconds
    line.buckets[index] = (line.buckets[index] ?? 0) + 1
  }

  lines(): readonly Line[] {
    return [...this.#lines.values()]
  }
}
