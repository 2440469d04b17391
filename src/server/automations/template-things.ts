import { type Json, type JsonObject, isJsonObject } from '../../model/json.ts'
import { Thing } from './templates/values.ts'

/** An object of the API as templates see it: times are times, the rest is what it is. */
export class Model extends Thing {
  /** As in `flow-run`. */
  readonly kind: string
  readonly value: JsonObject

  constructor(kind: string, value: JsonObject) {
    super()
    this.kind = kind
    this.value = value
  }

  member(name: string): unknown {
    const value = Object.hasOwn(this.value, name) ? this.value[name] : undefined
    return value === undefined ? undefined : seen(name, value)
  }

  toJSON(): JsonObject {
    return this.value
  }
}

function seen(name: string, value: Json): unknown {
  if (isJsonObject(value)) return name === 'state' ? new Model('state', value) : value
  if (typeof value === 'string' && TIMES.has(name)) return new Moment(value)
  return typeof value === 'number' && SPANS.has(name) ? new Span(value) : value
}

const TIMES = new Set(
  'created updated timestamp start_time end_time expected_start_time next_scheduled_start_time last_polled'.split(' '),
)
const SPANS = new Set(['total_run_time', 'estimated_run_time', 'estimated_start_time_delta'])

/** A time, which Python writes as `2026-11-21 16:00:00.123456+00:00`. */
export class Moment extends Thing {
  readonly #iso: string

  /** `iso` is UTC and ends with `Z`. */
  constructor(iso: string) {
    super()
    this.#iso = iso
  }

  override text(): string {
    return this.#written(' ')
  }

  member(name: string): unknown {
    if (name === 'isoformat') return () => this.#written('T')
    if (name === 'strftime') return ([format]: readonly unknown[]) => this.#formatted(String(format))
    const at = PARTS.indexOf(name)
    return at < 0 ? undefined : Number(this.#parts()[at])
  }

  toJSON(): string {
    return this.#iso
  }

  #parts(): readonly string[] {
    const [, ...parts] = /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)(?:\.(\d+))?/.exec(this.#iso) ?? []
    return parts.map((part, at) => (at === 6 ? (part ?? '').padEnd(6, '0').slice(0, 6) : part))
  }

  #written(between: string): string {
    const [year, month, day, hour, minute, second, micros = ''] = this.#parts()
    const fraction = Number(micros) === 0 ? '' : `.${micros}`
    return `${year}-${month}-${day}${between}${hour}:${minute}:${second}${fraction}+00:00`
  }

  #formatted(format: string): string {
    const date = new Date(this.#iso)
    const named = (options: Intl.DateTimeFormatOptions) => date.toLocaleString('en-US', { ...options, timeZone: 'UTC' })
    const [year = '', month = '', day = '', hour = '', minute = '', second = '', micros = ''] = this.#parts()
    const hours12 = String(Number(hour) % 12 || 12).padStart(2, '0')
    const codes: ReadonlyMap<string, string> = new Map([
      ['Y', year],
      ['y', year.slice(-2)],
      ['m', month],
      ['d', day],
      ['H', hour],
      ['I', hours12],
      ['M', minute],
      ['S', second],
      ['f', micros],
      ['p', Number(hour) < 12 ? 'AM' : 'PM'],
      ['z', '+0000'],
      ['Z', 'UTC'],
      ['a', named({ weekday: 'short' })],
      ['A', named({ weekday: 'long' })],
      ['b', named({ month: 'short' })],
      ['B', named({ month: 'long' })],
      ['F', `${year}-${month}-${day}`],
      ['T', `${hour}:${minute}:${second}`],
      ['%', '%'],
    ])
    return format.replaceAll(/%(.)/gs, (all, code: string) => codes.get(code) ?? all)
  }
}

const PARTS = ['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond']

/** A time span in seconds, which Python writes as `1 day, 0:02:03.500000`. */
class Span extends Thing {
  readonly #seconds: number

  constructor(seconds: number) {
    super()
    this.#seconds = seconds
  }

  member(name: string): unknown {
    return name === 'total_seconds' ? () => this.#seconds : undefined
  }

  override text(): string {
    const micros = Math.round(this.#seconds * 1_000_000)
    const days = Math.floor(micros / 86_400_000_000)
    const rest = micros - days * 86_400_000_000
    const [seconds, fraction] = [Math.floor(rest / 1_000_000), rest % 1_000_000]
    const two = (value: number) => String(value).padStart(2, '0')
    const clock = `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
    const shownDays = days === 0 ? '' : `${days} day${Math.abs(days) === 1 ? '' : 's'}, `
    return `${shownDays}${clock}${fraction === 0 ? '' : `.${String(fraction).padStart(6, '0')}`}`
  }

  toJSON(): number {
    return this.#seconds
  }
}
