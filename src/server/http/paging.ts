import { isAbsent } from '../model/absent.ts'
import type { Page } from '../store/page.ts'
import type { JsonList } from './json-bytes.ts'
import { refused } from '../problem.ts'

/** The most objects of one answer, and how many come when nothing is asked. Prefect's own default. */
const MOST_OBJECTS = 200

/** The most objects that one bulk operation changes or deletes (`BULK_OPERATION_LIMIT`). */
export const BULK_LIMIT = 50

type Paged = {
  readonly limit?: number | null
  readonly offset?: number | null
  readonly page?: number | null
}

/** The stretch that a query asks for. Throws the 422 of a limit out of range. */
export function pageOf({ limit, offset }: Paged): Page {
  return { limit: limitOf(limit), offset: offsetOf(offset ?? 0) }
}

/** An offset that SQLite takes: beyond it there is nothing, and Prefect answers with an error of its own. */
export function offsetOf(offset: number): number {
  return Math.min(offset, Number.MAX_SAFE_INTEGER)
}

/** The answer of a `/paginate` route. */
export type Pages<T> = {
  readonly results: readonly T[]
  readonly count: number
  readonly limit: number
  readonly pages: number
  readonly page: number
}

/** Answers a `/paginate` query with what `find` and `count` give. */
export async function paginated<T>(
  query: Paged,
  find: (page: Page) => Promise<readonly T[]>,
  count: () => Promise<number>,
): Promise<Pages<T>> {
  const limit = limitOf(query.limit)
  const page = query.page ?? 1
  const total = await count()
  const results = await find({ limit, offset: offsetOf((page - 1) * limit) })
  return { results, ...pagesOf({ count: total, limit, page }) }
}

/** How many pages there are, with what was asked. */
export function pagesOf({ count, limit, page }: { count: number; limit: number; page: number }) {
  return { count, limit, pages: limit === 0 ? 0 : Math.ceil(count / limit), page }
}

/** The same of objects that are JSON already. */
export async function pageJson(
  query: Paged,
  find: (page: Page) => Promise<readonly string[]>,
  count: () => Promise<number>,
): Promise<JsonList> {
  const { results, ...rest } = await paginated(query, find, count)
  return { before: '{"results":[', items: results, after: `],${JSON.stringify(rest).slice(1)}` }
}

function limitOf(limit: number | null | undefined): number {
  if (isAbsent(limit)) return MOST_OBJECTS
  if (limit < 0) throw refused(422, 'Invalid limit: must be greater than or equal to 0.')
  if (limit > MOST_OBJECTS) throw refused(422, `Invalid limit: must be less than or equal to ${MOST_OBJECTS}.`)
  return limit
}
