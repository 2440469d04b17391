import type { Place } from './place.ts'

export type Severity = 'error' | 'warning'

/**
 * A problem in what a person wrote, with its place. Findings are collected, never thrown; `findingText` alone makes the
 * sentence, and JSON output carries `code` and the arguments.
 */
export type Finding = {
  readonly severity: Severity
  readonly at: Place
  /** The deployment that it is about, where that is known: its key, or its name while the flow is unknown. */
  readonly deployment?: string
} & FindingDetail

/** What is wrong: a code that stays the same from release to release, and its arguments. */
export type FindingDetail =
  // the file itself
  | { readonly code: 'file_unreadable'; readonly reason: string }
  | { readonly code: 'file_too_large'; readonly bytes: number; readonly limit: number }
  | { readonly code: 'file_binary' }
  | { readonly code: 'path_not_found'; readonly path: string }
  | { readonly code: 'file_not_spec' }
  | { readonly code: 'symlink_loop' }
  | { readonly code: 'yaml_syntax'; readonly detail: string }
  | { readonly code: 'duplicate_key'; readonly key: string }
  | { readonly code: 'document_empty' }
  | { readonly code: 'file_blank' }
  // its shape
  | { readonly code: 'unknown_field'; readonly field: string; readonly inside: string; readonly suggestion?: string }
  | { readonly code: 'required_field_missing'; readonly field: string; readonly inside: string }
  | {
      readonly code: 'wrong_type'
      readonly field: string
      readonly expected: string
      readonly got: string
      readonly hint?: string
    }
  | {
      readonly code: 'value_not_allowed'
      readonly field: string
      readonly value: string
      readonly allowed: readonly string[]
      readonly suggestion?: string
    }
  | { readonly code: 'value_invalid'; readonly field: string; readonly value: string; readonly expected: string }
  | { readonly code: 'placeholder_unsupported'; readonly placeholder: string }
  // its meaning
  | { readonly code: 'name_refused'; readonly field: string; readonly value: string; readonly characters: string }
  | { readonly code: 'duplicate_deployment'; readonly other: Place }
  | { readonly code: 'schedule_kind'; readonly slug: string; readonly kinds: readonly string[] }
  | { readonly code: 'schedule_invalid'; readonly slug: string; readonly reason: string; readonly detail: string }
  | { readonly code: 'schedule_never_fires'; readonly slug: string; readonly detail: string }
  | { readonly code: 'schedule_field_unused'; readonly slug: string; readonly field: string; readonly kind: string }
  | { readonly code: 'time_zone_unknown'; readonly zone: string; readonly suggestion?: string }
  | { readonly code: 'flow_name_unknown'; readonly entrypoint?: string; readonly reason: string }
  | { readonly code: 'flow_name_differs'; readonly flow: string; readonly source: string }
  | { readonly code: 'entrypoint_malformed'; readonly entrypoint: string }
  | { readonly code: 'entrypoint_file_missing'; readonly path: string; readonly suggestion?: string }
  | { readonly code: 'entrypoint_file_unreadable'; readonly path: string; readonly reason: string }
  | {
      readonly code: 'entrypoint_function_missing'
      readonly path: string
      readonly function: string
      readonly suggestion?: string
    }
  | { readonly code: 'entrypoint_not_a_flow'; readonly path: string; readonly function: string }
  | { readonly code: 'parameter_schema_unreadable'; readonly path: string; readonly reason: string }
  | { readonly code: 'parameter_schema_invalid'; readonly detail: string }
  | { readonly code: 'parameter_invalid'; readonly parameter: string; readonly detail: string }
  | { readonly code: 'parameter_unknown'; readonly parameter: string; readonly suggestion?: string }
  | { readonly code: 'code_location_missing'; readonly entrypoint: string }
  // TypeScript specs
  | { readonly code: 'typescript_failed'; readonly detail: string; readonly stack: string }
  | { readonly code: 'typescript_timeout'; readonly seconds: number }
  | { readonly code: 'typescript_export'; readonly got: string }
  // what the server says of it
  | { readonly code: 'work_pool_missing'; readonly pool: string; readonly pools: readonly string[] }
  | { readonly code: 'foreign_owner'; readonly scope: string }
  | { readonly code: 'parameter_rendered_by_server'; readonly kind: string }

export function isError(finding: Finding): boolean {
  return finding.severity === 'error'
}
