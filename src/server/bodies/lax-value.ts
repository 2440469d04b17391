/** The types of fields for which pydantic takes values of other types. */
export type LaxType = 'integer' | 'number' | 'boolean' | 'moment'

/** What pydantic's lax mode makes of a value of another type than its field has; undefined where it refuses it. */
export function laxValue(type: LaxType, sent: unknown): number | boolean | string | undefined {
  switch (type) {
    case 'integer':
      return typeof sent === 'string' ? parsed(sent.trim(), WHOLE) : numberOfFlag(sent)
    case 'number':
      return typeof sent === 'string' ? parsed(sent.trim(), NUMBER) : numberOfFlag(sent)
    case 'boolean':
      return typeof sent === 'string' ? laxFlag(sent) : flagOfNumber(sent)
    case 'moment':
      return unixMoment(sent)
  }
}

/** A yes or no in words, as pydantic reads it; undefined for any other text. */
export function laxFlag(text: string): boolean | undefined {
  const word = text.toLowerCase()
  if (YES.has(word)) return true
  return NO.has(word) ? false : undefined
}

const YES = new Set(['true', '1', 'yes', 'on', 't', 'y'])
const NO = new Set(['false', '0', 'no', 'off', 'f', 'n'])

/** Underscores stand between digits only, and the fraction of a whole number is all zeros. */
const WHOLE = /^[+-]?\d+(?:_\d+)*(?:\.0+)?$/
/** Python's numbers. Its `nan` and `inf` are left out: JSON could not answer them. */
const NUMBER = /^[+-]?(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?$/i

/** The number of a text; undefined when it has not this form, or is too large for any number. */
function parsed(text: string, form: RegExp): number | undefined {
  if (!form.test(text)) return undefined
  const value = Number(text.replaceAll('_', ''))
  return Number.isFinite(value) ? value + 0 : undefined
}

function numberOfFlag(sent: unknown): number | undefined {
  return typeof sent === 'boolean' ? Number(sent) : undefined
}

function flagOfNumber(sent: unknown): boolean | undefined {
  return sent === 0 || sent === 1 ? sent === 1 : undefined
}

/** Beyond this, a UNIX time is in milliseconds. */
const MOST_SECONDS = 2e10
const UNIX = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/

/** The moment of a UNIX time, as a text that may stand in its place; undefined when it is none or after the year 9999. */
function unixMoment(sent: unknown): string | undefined {
  if (typeof sent !== 'number' && !(typeof sent === 'string' && UNIX.test(sent))) return undefined
  const time = Number(sent)
  const seconds = Math.abs(time) > MOST_SECONDS ? time / 1000 : time
  const whole = Math.floor(seconds)
  const date = new Date(whole * 1000)
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1 || date.getUTCFullYear() > 9999) return undefined
  const micros = Math.min(Math.round((seconds - whole) * 1e6), 999_999)
  return `${date.toISOString().slice(0, 19)}.${String(micros).padStart(6, '0')}Z`
}
