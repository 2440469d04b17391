import { invalidRequest } from '../problem.ts'

/** A yes or no of the query string, as pydantic reads it; `fallback` if it was not sent. Throws the 422 of anything else. */
export function flagOf(query: (name: string) => string | undefined, name: string, fallback: boolean): boolean {
  const text = query(name)
  if (text === undefined) return fallback
  const word = text.toLowerCase()
  if (YES.has(word)) return true
  if (NO.has(word)) return false
  const msg = 'Input should be a valid boolean, unable to interpret input'
  throw invalidRequest([{ type: 'bool_parsing', loc: ['query', name], msg, input: text }], null)
}

const YES = new Set(['true', '1', 'yes', 'on', 't', 'y'])
const NO = new Set(['false', '0', 'no', 'off', 'f', 'n'])
