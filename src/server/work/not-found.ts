import { type Problem, refused } from '../problem.ts'

/** What Prefect answers where there is no work pool of that name. */
export function poolNotFound(name: string): Problem {
  return refused(404, `Work pool "${name}" not found.`)
}

/** What Prefect answers where a work pool has no queue of that name. */
export function queueNotFound(pool: string, name: string): Problem {
  return refused(404, `Work pool queue '${pool}/${name}' not found.`)
}
