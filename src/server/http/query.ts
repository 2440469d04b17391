import { laxFlag } from '../bodies/lax-value.ts'
import { uuidDetail } from '../bodies/pydantic-words.ts'
import { storedUuid } from '../bodies/stored-uuid.ts'
import { invalidRequest } from '../problem.ts'

/** Gives a parameter of the query string by its name; undefined when it was not sent. */
export type Query = (name: string) => string | undefined

/** A text that the query string must have. Throws the 422 of a missing one. */
export function requiredText(query: Query, name: string): string {
  const text = query(name)
  if (text !== undefined) return text
  throw invalidRequest([{ type: 'missing', loc: ['query', name], msg: 'Field required', input: null }], null)
}

/** An id that the query string must have, as it is stored. Throws the 422 of a missing one, or of a text that is no UUID. */
export function requiredId(query: Query, name: string): string {
  const text = requiredText(query, name)
  const id = storedUuid(text)
  if (id !== undefined) return id
  throw invalidRequest([uuidDetail(['query', name], text)], null)
}

/** A boolean of the query string, as pydantic reads it; `fallback` if it was not sent. Throws the 422 of anything else. */
export function flagOf(query: Query, name: string, fallback: boolean): boolean {
  const text = query(name)
  if (text === undefined) return fallback
  const flag = laxFlag(text)
  if (flag !== undefined) return flag
  const msg = 'Input should be a valid boolean, unable to interpret input'
  throw invalidRequest([{ type: 'bool_parsing', loc: ['query', name], msg, input: text }], null)
}
