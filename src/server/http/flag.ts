import { laxFlag } from '../bodies/lax-value.ts'
import { invalidRequest } from '../problem.ts'

/** A yes or no of the query string, as pydantic reads it; `fallback` if it was not sent. Throws the 422 of anything else. */
export function flagOf(query: (name: string) => string | undefined, name: string, fallback: boolean): boolean {
  const text = query(name)
  if (text === undefined) return fallback
  const flag = laxFlag(text)
  if (flag !== undefined) return flag
  const msg = 'Input should be a valid boolean, unable to interpret input'
  throw invalidRequest([{ type: 'bool_parsing', loc: ['query', name], msg, input: text }], null)
}
