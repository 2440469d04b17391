import { type InvalidDetail, invalidRequest } from '../problem.ts'

/** A path segment that is no UUID matches no route, as in Prefect: 404 `Not Found`, not 422. */
export const UUID = '{[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}}'

const WHOLE = new RegExp(`^${UUID.slice(1, -1)}$`)

/** Whether the whole text is a UUID. */
export function isUuid(text: string): boolean {
  return WHOLE.test(text)
}

/** A thing that a path names by its id or by its name. */
export function keyOfText(text: string): { readonly column: 'id' | 'name'; readonly value: string } {
  return isUuid(text) ? { column: 'id', value: text.toLowerCase() } : { column: 'name', value: text }
}

/** An id that a query string must have, in lower case. Throws the 422 of a missing one, or of a text that is none. */
export function requiredId(name: string, text: string | undefined): string {
  if (text !== undefined && isUuid(text)) return text.toLowerCase()
  const detail: InvalidDetail =
    text === undefined
      ? { type: 'missing', loc: ['query', name], msg: 'Field required', input: null }
      : { type: 'uuid_parsing', loc: ['query', name], msg: 'Input should be a valid UUID', input: text }
  throw invalidRequest([detail], null)
}
