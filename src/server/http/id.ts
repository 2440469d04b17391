import { type InvalidDetail, invalidRequest } from '../problem.ts'

/** A path segment that is no UUID, with its hyphens or without, matches no route, as in Prefect: 404 `Not Found`, not 422. */
export const UUID = '{[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}}'

const HEX = UUID.slice(1, -1)
const SPELLINGS = new RegExp(`^(?:urn:uuid:(${HEX})|\\{(${HEX})\\}|(${HEX}))$`)

/** A UUID in the one spelling that is stored, lower case with hyphens, whichever of its spellings was sent; undefined for any other text. */
export function storedUuid(text: string): string | undefined {
  const [, urn, braced, plain] = SPELLINGS.exec(text) ?? []
  const digits = (urn ?? braced ?? plain)?.replaceAll('-', '').toLowerCase()
  return digits?.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/** A thing that a path names by its id or by its name. */
export function keyOfText(text: string): { readonly column: 'id' | 'name'; readonly value: string } {
  const id = storedUuid(text)
  return id === undefined ? { column: 'name', value: text } : { column: 'id', value: id }
}

/** An id that a query string must have, as it is stored. Throws the 422 of a missing one, or of a text that is none. */
export function requiredId(name: string, text: string | undefined): string {
  const id = text === undefined ? undefined : storedUuid(text)
  if (id !== undefined) return id
  const detail: InvalidDetail =
    text === undefined
      ? { type: 'missing', loc: ['query', name], msg: 'Field required', input: null }
      : { type: 'uuid_parsing', loc: ['query', name], msg: 'Input should be a valid UUID', input: text }
  throw invalidRequest([detail], null)
}
