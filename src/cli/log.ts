import type { Logger } from '../server/log.ts'
import type { Clock } from '../model/clock.ts'
import type { Output } from './context.ts'
import { printable } from './views/printable.ts'

export const LOG_FORMATS = ['text', 'json'] as const
export type LogFormat = (typeof LOG_FORMATS)[number]

type LogArgs = { readonly stderr: Output; readonly clock: Clock; readonly verbose: boolean; readonly format: LogFormat }

/** The log of a server on stderr: lines for people, or JSON for a program that collects them. */
export function serverLog({ stderr, clock, verbose, format }: LogArgs): Logger | Promise<Logger> {
  switch (format) {
    case 'text':
      return lineLog(stderr, verbose)
    case 'json':
      return jsonLog(stderr, clock, verbose)
  }
}

/** A log for people: one line each. Warnings and errors always, the rest with `verbose`. */
function lineLog({ write, paint }: Pick<Output, 'write' | 'paint'>, verbose: boolean): Logger {
  const line = (label: string, fields: object, message: string) => {
    const rest = Object.entries(fields).map(([name, value]) => `${name}=${valueText(value)}`)
    write(`${label} ${printable([message, ...rest].join(' '))}\n`)
  }
  const detail = (fields: object, message: string) => verbose && line(paint('dim', 'server:'), fields, message)
  return {
    debug: detail,
    info: detail,
    warn: (fields, message) => line(paint('yellow', 'server:'), fields, message),
    error: (fields, message) => line(paint('red', 'server:'), fields, message),
  }
}

/** Plain words as they are, everything else so that its end can be seen. */
function valueText(value: unknown): string {
  if (value instanceof Error) return value.message
  return typeof value === 'string' && /^[\w./:@{}-]+$/.test(value) ? value : JSON.stringify(value)
}

/** A log for programs: pino's, one JSON object a line, with single requests only where `verbose`. */
async function jsonLog({ write }: Output, clock: Clock, verbose: boolean): Promise<Logger> {
  const { pino } = await import('pino')
  const logger = pino(
    {
      level: verbose ? 'debug' : 'info',
      base: null,
      timestamp: () => `,"time":"${new Date(clock()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      // nothing of the kind is handed over; should it ever be, it stays inside
      redact: ['authorization', 'headers', 'token', 'authString', 'body'],
    },
    { write },
  )
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
  }
}
