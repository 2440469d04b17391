import type { FindingDetail } from '../model/finding.ts'

/** What a listing gives: files relative to the root, sorted, and what could not be listed. */
type FileList = {
  readonly files: readonly string[]
  readonly problems: readonly FileProblem[]
}

export type FileProblem = { readonly file: string; readonly detail: FindingDetail }

type FileContent =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly detail: FindingDetail }

/** The project's files as reading specs needs them. Paths are relative to the root, with `/` between the parts. */
export type SpecFiles = {
  /** Files below the root that match one of the patterns (`deployments/**`, `a.yaml`, a folder); a pattern without wildcards must exist. */
  readonly list: (patterns: readonly string[]) => Promise<FileList>
  /** A file's bytes, at most `limit` of them. */
  readonly read: (path: string, limit: number) => Promise<FileContent>
  readonly isFile: (path: string) => Promise<boolean>
  /** The names in a folder; none when it is not there. For near misses only. */
  readonly names: (folder: string) => Promise<readonly string[]>
}
