import { uuidDetail } from '../bodies/pydantic.ts'
import { storedUuid } from '../bodies/stored-uuid.ts'
import { type InvalidDetail, invalidRequest } from '../problem.ts'

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
      : uuidDetail(['query', name], text)
  throw invalidRequest([detail], null)
}
