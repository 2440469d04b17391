import type { Logger } from '../server/log.ts'
import type { Output } from './context.ts'
import { printable } from './views/printable.ts'

/** A log for people: one line each on stderr. Warnings and errors always, the rest with `verbose`. */
export function lineLog({ write, paint }: Output, verbose: boolean): Logger {
  const line = (label: string, fields: object, message: string) => {
    const rest = Object.entries(fields).map(
      ([name, value]) => `${name}=${value instanceof Error ? value.message : JSON.stringify(value)}`,
    )
    write(`${label} ${printable([message, ...rest].join(' '))}\n`)
  }
  return {
    info: (fields, message) => verbose && line(paint('dim', 'server:'), fields, message),
    warn: (fields, message) => line(paint('yellow', 'server:'), fields, message),
    error: (fields, message) => line(paint('red', 'server:'), fields, message),
  }
}
