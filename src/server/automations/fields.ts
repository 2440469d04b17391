import { type Json, type JsonObject, isJsonObject } from '../../model/json.ts'
import { alternatives } from '../bodies/pydantic-words.ts'
import { storedUuid } from '../bodies/stored-uuid.ts'
import { type InvalidDetail, valueError } from '../problem.ts'

export type Place = readonly (string | number)[]

/**
 * Reads the fields of an object as pydantic does, and collects what is wrong with them. Whoever reads looks at `details`
 * before using what was read.
 */
export class Fields {
  readonly details: InvalidDetail[]
  readonly place: Place
  readonly value: JsonObject

  constructor(value: JsonObject, place: Place, details: InvalidDetail[]) {
    this.value = value
    this.place = place
    this.details = details
  }

  /** The detail of a value that is wrong all the same. */
  refuse(message: string, name?: string): void {
    const input = name === undefined ? this.value : this.value[name]
    this.details.push(valueError(name === undefined ? this.place : [...this.place, name], message, input))
  }

  fail(name: string, detail: Omit<InvalidDetail, 'loc' | 'input'>, branch: Place = []): void {
    this.details.push({ ...detail, loc: [...this.place, name, ...branch], input: this.value[name] ?? null })
  }

  missing(name: string): void {
    this.details.push({ type: 'missing', loc: [...this.place, name], msg: 'Field required', input: this.value })
  }

  has(name: string): boolean {
    return this.value[name] !== undefined
  }

  text(name: string, fallback: string): string {
    const value = this.value[name]
    if (value === undefined) return fallback
    if (typeof value === 'string') return value
    this.fail(name, { type: 'string_type', msg: 'Input should be a valid string' })
    return fallback
  }

  textOrNull(name: string): string | null {
    return this.value[name] === null ? null : this.has(name) ? this.text(name, '') : null
  }

  boolean(name: string, fallback: boolean): boolean {
    const value = this.value[name]
    if (value === undefined) return fallback
    if (typeof value === 'boolean') return value
    this.fail(name, { type: 'bool_type', msg: 'Input should be a valid boolean' })
    return fallback
  }

  integer(name: string, fallback: number): number {
    const value = this.value[name]
    if (value === undefined) return fallback
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value
    this.fail(name, { type: 'int_type', msg: 'Input should be a valid integer' })
    return fallback
  }

  oneOf<T extends string>(name: string, allowed: readonly T[], fallback?: T): T {
    const value = this.value[name]
    const found = allowed.find((one) => one === value)
    if (found !== undefined) return found
    const [first] = allowed
    if (first === undefined) throw new Error('nothing is allowed')
    if (value === undefined && fallback !== undefined) return fallback
    if (value === undefined) this.missing(name)
    else
      this.fail(name, {
        type: 'literal_error',
        msg: `Input should be ${alternatives(allowed)}`,
        ctx: { expected: alternatives(allowed) },
      })
    return fallback ?? first
  }

  idOrNull(name: string): string | null {
    const value = this.value[name]
    if (value === undefined || value === null) return null
    const id = typeof value === 'string' ? storedUuid(value) : undefined
    if (id !== undefined) return id
    this.fail(name, { type: 'uuid_parsing', msg: 'Input should be a valid UUID' })
    return null
  }

  objectOrNull(name: string): JsonObject | null {
    const value = this.value[name]
    if (value === undefined || value === null) return null
    if (isJsonObject(value)) return value
    this.fail(name, { type: 'dict_type', msg: 'Input should be a valid dictionary' })
    return null
  }

  /** A list of texts of which each counts once. */
  texts(name: string): readonly string[] {
    const value = this.value[name]
    if (value === undefined) return []
    if (!isList(value)) {
      this.fail(name, { type: 'set_type', msg: 'Input should be a valid set' })
      return []
    }
    for (const [at, item] of value.entries()) {
      if (typeof item !== 'string')
        this.fail(name, { type: 'string_type', msg: 'Input should be a valid string' }, [at])
    }
    return [...new Set(value.filter((item) => typeof item === 'string'))]
  }

  list(name: string): readonly Json[] {
    const value = this.value[name]
    if (value === undefined) return []
    if (isList(value)) return value
    this.fail(name, { type: 'list_type', msg: 'Input should be a valid list' })
    return []
  }

  /** A time in seconds: a number, or a text as ISO 8601 or `1 day, 02:00:00` has it. */
  seconds(name: string): number | undefined {
    const value = this.value[name]
    const found = typeof value === 'number' ? value : typeof value === 'string' ? secondsOf(value) : undefined
    if (found !== undefined && Math.abs(found) <= MOST_SECONDS) return found
    if (typeof value === 'string' || typeof value === 'number') {
      this.fail(name, {
        type: 'time_delta_parsing',
        msg: 'Input should be a valid timedelta, invalid digit in duration',
      })
    } else this.fail(name, { type: 'time_delta_type', msg: 'Input should be a valid timedelta' })
    return undefined
  }
}

/** A century: nothing is waited for longer. */
const MOST_SECONDS = 100 * 366 * 86_400

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

const ISO = /^([-+])?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/
const CLOCK = /^([-+])?(?:(\d+)\s*(?:d|days?),?\s*)?(\d+):(\d{2})(?::(\d{2}(?:\.\d+)?))?$/i

function secondsOf(text: string): number | undefined {
  const iso = ISO.exec(text)
  if (iso !== null && /\d/.test(text)) {
    const [, sign, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = iso
    const total =
      (Number(weeks) * 7 + Number(days)) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
    return sign === '-' ? -total : total
  }
  const clock = CLOCK.exec(text)
  if (clock === null) return undefined
  const [, sign, days = 0, hours = 0, minutes = 0, seconds = 0] = clock
  const total = Number(days) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  return sign === '-' ? -total : total
}
