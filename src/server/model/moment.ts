import { isAbsent } from './absent.ts'
import type { Stamp } from './stamp.ts'

const FORM = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|z|[+-]\d{2}(?::?\d{2})?)?)?$/

/**
 * Reads a moment as a request may write it: ISO 8601 with `T` or, as Python's `str(datetime)` has it, a blank. Without an
 * offset it is UTC. UNIX microseconds; undefined for anything else.
 */
export function momentOf(text: string): Stamp | undefined {
  const match = FORM.exec(text)
  if (match === null) return undefined
  const [, date, time = '00:00', seconds = '00', fraction = '', offset = 'Z'] = match
  const ms = Date.parse(`${date}T${time}:${seconds}${isoOffset(offset)}`)
  return Number.isNaN(ms) ? undefined : ms * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6))
}

/** The moment of a field that a request may leave out or send as null: undefined then, too. */
export function optionalMoment(text: string | null | undefined): Stamp | undefined {
  return isAbsent(text) ? undefined : momentOf(text)
}

function isoOffset(offset: string): string {
  if (offset.toUpperCase() === 'Z') return 'Z'
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0')
  return `${offset[0]}${digits.slice(0, 2)}:${digits.slice(2)}`
}
