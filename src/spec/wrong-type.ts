import type { FindingDetail } from '../model/finding.ts'
import { isJsonObject } from '../model/json.ts'
import { type DataPath, fieldText } from './document.ts'
import { shown } from './shown.ts'

const WORDS: Readonly<Record<string, string>> = {
  object: 'a mapping',
  array: 'a list',
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
}

/** What to say of a value of another type than the schema asks. `source` is how a number was written. */
export function wrongType(types: readonly string[], data: unknown, path: DataPath, source?: string): FindingDetail {
  const expected = types.flatMap((type) => WORDS[type] ?? []).join(' or ')
  const value = typeof data === 'number' ? (source ?? shown(data)) : shown(data)
  const hint = hintFor(types, data, value, path)
  return { code: 'wrong_type', field: fieldText(path), expected, got: gotWords(data, value), ...(hint && { hint }) }
}

function gotWords(data: unknown, value: string): string {
  if (data === null) return 'null'
  if (Array.isArray(data)) return 'a list'
  if (isJsonObject(data)) return 'a mapping'
  return `${typeof data === 'string' ? 'the text' : typeof data === 'number' ? 'the number' : 'the value'} ${value}`
}

function hintFor(types: readonly string[], data: unknown, value: string, path: DataPath): string | undefined {
  const isPlain = typeof data === 'number' || typeof data === 'boolean'
  if (types.includes('string') && isPlain) return `write it in quotes: "${value}"`
  if (types.includes('array') && typeof data === 'string') return `write a list: [${value}]`
  if (types.includes('boolean') && typeof data === 'string') return 'write true or false, without quotes'
  const isSlugless = path.at(-1) === 'schedules' && Array.isArray(data)
  return isSlugless ? 'give each schedule a slug: a mapping of slug to schedule' : undefined
}
