import { isJsonObject } from '../../model/json.ts'
import type { EventFilter } from '../model/requests.ts'
import { type EventQuery, settledFilter } from '../model/event-query.ts'

/** Where a list of events goes on: the query, how many there were at its beginning, and the stretch. */
export type NextPage = {
  readonly filter: unknown
  readonly count: number
  readonly page_size: number
  readonly offset: number
}

/** The token of the page after this one, undefined when there is none. Opaque to clients; Base64 twice, as Prefect's. */
export function nextPageToken(
  query: EventQuery,
  { count, size, offset }: { readonly count: number; readonly size: number; readonly offset: number },
): string | undefined {
  const next = offset + size
  if (next >= count) return undefined
  const page: NextPage & { readonly filter: EventFilter } = {
    filter: settledFilter(query),
    count,
    page_size: size,
    offset: next,
  }
  return base64(base64(JSON.stringify(page)))
}

/** What a token says; undefined for what is none. The filter is still to be checked. */
export function nextPageOf(token: string): NextPage | undefined {
  try {
    const value: unknown = JSON.parse(unbase64(unbase64(token)))
    return isNextPage(value) ? value : undefined
  } catch {
    // no JSON: said to the client by its status
    return undefined
  }
}

function isNextPage(value: unknown): value is NextPage {
  if (!isJsonObject(value)) return false
  const { filter, count, page_size: size, offset } = value
  return (
    isJsonObject(filter) && [count, size, offset].every((number) => Number.isSafeInteger(number) && Number(number) >= 0)
  )
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}

function unbase64(text: string): string {
  return Buffer.from(text, 'base64').toString()
}
