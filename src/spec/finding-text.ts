import type { Finding } from '../model/finding.ts'
import { placeText } from '../model/place.ts'
import { nearest } from './suggestion.ts'
import { hasWildcard } from './wildcard.ts'

/** A finding as one sentence, without its place. The only place where findings are worded. */
export function findingText(finding: Finding): string {
  switch (finding.code) {
    case 'file_unreadable':
      return `the file cannot be read: ${finding.reason}`
    case 'file_too_large':
      return `the file has ${finding.bytes.toLocaleString('en')} bytes; a spec has at most ${finding.limit.toLocaleString('en')}`
    case 'file_binary':
      return 'this is not a UTF-8 text file'
    case 'path_not_found':
      if (!hasWildcard(finding.path)) return `there is no file or folder "${finding.path}"`
      return `no file matches "${finding.path}"${finding.severity === 'warning' ? ', so nothing is pruned' : ''}`
    case 'file_not_spec':
      return 'this is not a spec: a spec is a .yaml, .yml or .ts file'
    case 'symlink_loop':
      return 'this link leads back to itself or to a folder around it'
    case 'yaml_syntax':
      return `this is not valid YAML: ${finding.detail}`
    case 'duplicate_key':
      return `the key "${finding.key}" is given twice`
    case 'document_empty':
      return 'there is no deployment here'
    case 'file_blank':
      return 'this file is empty; it may be half written, so nothing is pruned while it is'
    case 'unknown_field':
      return `unknown field "${finding.field}"${inside(finding.inside)}${meant(finding.suggestion)}`
    case 'required_field_missing':
      return `"${finding.field}" is missing${inside(finding.inside)}`
    case 'wrong_type':
      return `${subject(finding.field)} must be ${finding.expected}, not ${finding.got}${finding.hint === undefined ? '' : `; ${finding.hint}`}`
    case 'value_not_allowed':
      return `"${finding.value}" is not a value of "${finding.field}": it can be ${listed(finding.allowed)}${meant(finding.suggestion)}`
    case 'value_invalid':
      return `${subject(finding.field)} must be ${finding.expected}, not "${finding.value}"`
    case 'placeholder_unsupported':
      return `the placeholder ${finding.placeholder} cannot be filled in yet, and must not reach a server as it stands`
    case 'name_refused':
      return `Prefect refuses the ${finding.field === 'flow' ? 'flow' : 'deployment'} name "${finding.value}": ${finding.characters} cannot be part of it`
    case 'duplicate_deployment':
      return `this deployment is also defined at ${placeText(finding.other)}`
    case 'schedule_kind':
      return finding.kinds.length === 0
        ? `the schedule "${finding.slug}" does not say when: give it cron, interval or rrule`
        : `the schedule "${finding.slug}" has ${finding.kinds.join(' and ')}: give it only one`
    case 'schedule_invalid':
      return `the schedule "${finding.slug}" is refused: ${finding.detail}`
    case 'schedule_never_fires':
      return `the schedule "${finding.slug}" never fires: ${finding.detail}`
    case 'schedule_field_unused':
      return `"${finding.field}" means nothing in the schedule "${finding.slug}", which has ${finding.kind}`
    case 'time_zone_unknown':
      return `"${finding.zone}" is not an IANA time zone${meant(finding.suggestion) || ', such as "Europe/Berlin"'}`
    case 'flow_name_unknown':
      return `the flow's name cannot be read${finding.entrypoint === undefined ? '' : ` from ${finding.entrypoint}`}: ${finding.reason}; write it as "flow"`
    case 'flow_name_differs':
      return `the flow is called "${finding.source}" in its source, not "${finding.flow}"`
    case 'entrypoint_malformed':
      return `"${finding.entrypoint}" is not an entrypoint: write a file below the project's root, a colon and a function, such as flows/etl.py:etl`
    case 'entrypoint_file_missing':
      return `the entrypoint's file ${finding.path} does not exist${meant(finding.suggestion)}`
    case 'entrypoint_file_unreadable':
      return `the entrypoint's file ${finding.path} cannot be read: ${finding.reason}`
    case 'entrypoint_function_missing':
      return `${finding.path} defines no "${finding.function}" at its top level${meant(finding.suggestion)}`
    case 'entrypoint_not_a_flow':
      return `"${finding.function}" in ${finding.path} is not decorated as a flow`
    case 'parameter_schema_unreadable':
      return `the parameter schema ${finding.path} cannot be read: ${finding.reason}`
    case 'parameter_schema_invalid':
      return `the parameter schema is not a JSON Schema: ${finding.detail}`
    case 'parameter_invalid':
      return `the parameter "${finding.parameter}" does not fit the schema: it ${finding.detail}`
    case 'parameter_unknown':
      return `the flow has no parameter "${finding.parameter}"${meant(finding.suggestion)}`
    case 'code_location_missing':
      return `nothing says where runs find ${finding.entrypoint}: give "pull" steps or a "path"`
    case 'typescript_failed':
      return `the spec failed: ${finding.detail}`
    case 'typescript_timeout':
      return `the spec did not end within ${finding.seconds} seconds`
    case 'typescript_export':
      return `the default export must be a deployment, a list of them or a function that gives them: ${finding.got}`
    case 'work_pool_missing':
      return `the server has no work pool "${finding.pool}"${meant(nearest(finding.pool, finding.pools))}`
    case 'foreign_owner':
      return `this deployment on the server belongs to the scope "${finding.scope}"`
    case 'parameter_rendered_by_server':
      return `a parameter has "__prefect_kind": "${finding.kind}": the server replaces it when it is sent, so it would differ for ever`
  }
}

function meant(suggestion: string | undefined): string {
  return suggestion === undefined ? '' : ` – did you mean "${suggestion}"?`
}

function inside(where: string): string {
  return where === '' ? '' : ` in "${where}"`
}

function subject(field: string): string {
  return field === '' ? 'the document' : `"${field}"`
}

function listed(words: readonly string[]): string {
  return words.map((word) => `"${word}"`).join(', ')
}
