import type { Finding } from '../model/finding.ts'
import type { Place } from '../model/place.ts'

/** The way to a value inside a document: keys of mappings, positions of lists. */
export type DataPath = readonly (string | number)[]

/** Which end of `key: value` a place means. */
export type Part = 'key' | 'value'

/** One document of a spec file as plain data that knows where each piece was written. */
export type SpecDocument = {
  readonly file: string
  readonly value: unknown
  /**
   * Where the value at `path` stands, or its key; where there is none, the nearest value around it. A mapping stands at
   * its first key.
   */
  readonly placeOf: (path: DataPath, part?: Part) => Place
  /** The text that a number was written as, where the format keeps it. */
  readonly sourceOf: (path: DataPath) => string | undefined
}

/** What one file holds. A file with a finding of severity error may hold fewer documents than were written. */
export type FileReading = {
  readonly documents: readonly SpecDocument[]
  readonly findings: readonly Finding[]
}

/** The field that a path leads to, counted from the deployment, which is how findings name fields. */
export function fieldText(path: DataPath): string {
  return pathText(path[0] === 'deployments' && typeof path[1] === 'number' ? path.slice(2) : path)
}

/** The path as people write it: `schedules.nightly.cron`, `tags[0]`. */
export function pathText(path: DataPath): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`),
    '',
  )
}
