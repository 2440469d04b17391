import { RegistrarError } from '../model/error.ts'
import { LOG_FORMATS } from './log.ts'

/** The flags that several commands share, one line each. */

export const json = {
  kind: 'boolean',
  optional: true,
  withNegated: false,
  brief: 'Print JSON on stdout, whatever the exit code; all else goes to stderr',
} as const
export const verbose = {
  kind: 'boolean',
  optional: true,
  withNegated: false,
  brief: 'Also show requests, and what led to an error',
} as const
/** Taken off the command line before the command sees it; listed for help and completion. */
export const noColor = {
  kind: 'boolean',
  optional: true,
  withNegated: false,
  brief: 'No colours (also: NO_COLOR=1; FORCE_COLOR=1 forces them)',
} as const
export const target = {
  kind: 'parsed',
  parse: String,
  optional: true,
  placeholder: 'name',
  brief: 'A target of registrar.yaml: which server, and what specs are told',
} as const
export const only = {
  kind: 'parsed',
  parse: String,
  optional: true,
  placeholder: 'glob',
  brief: 'Only deployments whose flow/name matches, such as "etl/*"; nothing else is changed or pruned',
} as const
export const prune = {
  kind: 'boolean',
  optional: true,
  withNegated: false,
  brief: 'Delete what this scope owns on the server and no spec wants any more',
} as const
export const pruneAdopted = {
  kind: 'boolean',
  optional: true,
  withNegated: false,
  brief: 'With --prune: also delete what was adopted and not made by registrar',
} as const
export const allowDelete = {
  kind: 'parsed',
  parse: wholeNumber,
  optional: true,
  placeholder: 'n',
  brief: 'With --prune: the exact number of deletions, past the brakes',
} as const
export const parallel = {
  kind: 'parsed',
  parse: positiveNumber,
  optional: true,
  placeholder: 'n',
  brief: 'Changes in flight at most (default 8)',
} as const
export const port = {
  kind: 'parsed',
  parse: portNumber,
  optional: true,
  placeholder: 'n',
  brief: 'The port of the embedded server (default 4200; 0: any free one)',
} as const
export const host = {
  kind: 'parsed',
  parse: String,
  optional: true,
  placeholder: 'name',
  brief:
    'The address it listens on (default 127.0.0.1; one that others reach wants PREFECT_SERVER_API_AUTH_STRING=user:password)',
} as const
export const data = {
  kind: 'parsed',
  parse: String,
  optional: true,
  placeholder: 'dir',
  brief: 'The folder of its database (default .registrar/)',
} as const
export const logFormat = {
  kind: 'enum',
  values: LOG_FORMATS,
  optional: true,
  brief: "The server's log on stderr: text for people, json for programs (default text)",
} as const

export const force = {
  kind: 'boolean',
  optional: true,
  withNegated: false,
  brief: 'Overwrite a file that is there',
} as const
export const keep = {
  kind: 'parsed',
  parse: duration,
  optional: true,
  placeholder: 'time',
  brief: 'How long ended runs and their logs are kept, such as 30d or 12h (default: for ever)',
} as const

/** Files or folders of specs, relative to the root. */
export const paths = {
  kind: 'array',
  parameter: {
    parse: String,
    placeholder: 'path',
    brief:
      'Spec files or folders, relative to the root (default: include of registrar.yaml, else deployments/, deployment.yaml anywhere, *.deployment.{yaml,yml,ts})',
  },
} as const

/** A count from 0 on. Anything else is refused with what was expected. */
function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new RegistrarError({ code: 'usage', subject: `"${text}"`, message: 'expected a whole number, 0 or more' })
}

/** A count from 1 on. */
export function positiveNumber(text: string): number {
  if (/^\d{1,9}$/.test(text) && Number(text) > 0) return Number(text)
  throw new RegistrarError({ code: 'usage', subject: `"${text}"`, message: 'expected a whole number, 1 or more' })
}

/** A TCP port; 0 means any free one. */
function portNumber(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw new RegistrarError({ code: 'usage', subject: `"${text}"`, message: 'expected a port from 0 to 65535' })
}

/** A time such as 30d, 12h or 90m; milliseconds. */
function duration(text: string): number {
  const [, count, unit] = /^(\d{1,6})([dhm])$/.exec(text) ?? []
  if (count !== undefined && Number(count) > 0)
    return Number(count) * (unit === 'd' ? 86_400_000 : unit === 'h' ? 3_600_000 : 60_000)
  throw new RegistrarError({ code: 'usage', subject: `"${text}"`, message: 'expected a time such as 30d, 12h or 90m' })
}
