import { type Json, type JsonObject, isJsonObject } from '../../model/json.ts'
import type { InvalidDetail } from '../problem.ts'
import type { Action } from '../model/automation.ts'
import { STATE_TYPES } from '../model/state.ts'
import { Fields, type Place } from './fields.ts'
import { parameterProblems, templateProblem } from './parameters.ts'

/**
 * Reads an action as pydantic does, and collects what is wrong with it. Of all kinds only the one that is meant is told
 * about. Undefined when it cannot be read.
 */
export function readAction(sent: Json, place: Place, details: InvalidDetail[]): Action | undefined {
  if (!isJsonObject(sent)) {
    const msg = 'Input should be a valid dictionary or object to extract fields from'
    details.push({ type: 'model_attributes_type', loc: [...place, 'DoNothing'], msg, input: sent })
    return undefined
  }
  const type = sent['type'] ?? meantType(sent)
  const known = TYPES.find((name) => name === type)
  if (known === undefined) {
    for (const name of TYPES) {
      const expected = `'${name}'`
      const loc = [...place, classOf(name), 'type']
      details.push({ type: 'literal_error', loc, msg: `Input should be ${expected}`, input: type, ctx: { expected } })
    }
    return undefined
  }
  return actionOf(known, new Fields(sent, [...place, classOf(known)], details))
}

const TYPES = [
  'do-nothing',
  'run-deployment',
  'pause-deployment',
  'resume-deployment',
  'cancel-flow-run',
  'delete-flow-run',
  'change-flow-run-state',
  'pause-work-queue',
  'resume-work-queue',
  'send-notification',
  'call-webhook',
  'pause-automation',
  'resume-automation',
  'suspend-flow-run',
  'resume-flow-run',
  'pause-work-pool',
  'resume-work-pool',
] as const satisfies readonly Action['type'][]

type ActionType = (typeof TYPES)[number]

/** What pydantic calls the kind in its errors. */
function classOf(type: ActionType): string {
  const name = type.replaceAll(/(?:^|-)(\w)/g, (_all, letter: string) => letter.toUpperCase())
  const needs = NEEDS.find((kind) => type.endsWith(`-${kind.replaceAll('_', '-')}`))
  return needs === undefined ? name : `function-after[selected_${needs}_requires_id(), ${name}]`
}

const NEEDS = ['deployment', 'work_queue', 'work_pool', 'automation'] as const

/** The kind whose fields these are, where no type is named. */
function meantType(sent: JsonObject): ActionType {
  if (sent['state'] !== undefined) return 'change-flow-run-state'
  if (sent['body'] !== undefined) return 'send-notification'
  if (sent['block_document_id'] !== undefined) return 'call-webhook'
  if (sent['work_queue_id'] !== undefined) return 'pause-work-queue'
  if (sent['work_pool_id'] !== undefined) return 'pause-work-pool'
  if (sent['automation_id'] !== undefined) return 'pause-automation'
  const isRun = ['deployment_id', 'source', 'parameters', 'job_variables'].some((name) => sent[name] !== undefined)
  return isRun ? 'run-deployment' : 'do-nothing'
}

function actionOf(type: ActionType, fields: Fields): Action {
  switch (type) {
    case 'do-nothing':
    case 'cancel-flow-run':
    case 'delete-flow-run':
    case 'suspend-flow-run':
    case 'resume-flow-run':
      return { type }
    case 'run-deployment':
      return {
        type,
        ...targetOf(fields, 'deployment_id'),
        parameters: parametersOf(fields),
        job_variables: fields.objectOrNull('job_variables'),
        schedule_after: scheduleAfterOf(fields),
      }
    case 'pause-deployment':
    case 'resume-deployment':
      return { type, ...targetOf(fields, 'deployment_id') }
    case 'change-flow-run-state':
      return {
        type,
        name: fields.textOrNull('name'),
        state: fields.oneOf('state', STATE_TYPES),
        message: fields.textOrNull('message'),
        force: fields.boolean('force', false),
      }
    case 'pause-work-queue':
    case 'resume-work-queue':
      return { type, ...targetOf(fields, 'work_queue_id') }
    case 'pause-work-pool':
    case 'resume-work-pool':
      return { type, ...targetOf(fields, 'work_pool_id') }
    case 'pause-automation':
    case 'resume-automation':
      return { type, ...targetOf(fields, 'automation_id') }
    case 'send-notification':
      return {
        type,
        block_document_id: idOf(fields, 'block_document_id'),
        subject: templateOf(fields, 'subject', 'Prefect automated notification'),
        body: templateOf(fields, 'body'),
      }
    case 'call-webhook':
      return { type, block_document_id: idOf(fields, 'block_document_id'), payload: payloadOf(fields) }
  }
}

function idOf(fields: Fields, name: string): string {
  if (!fields.has(name)) fields.missing(name)
  else if (fields.value[name] === null)
    fields.fail(name, { type: 'uuid_type', msg: 'UUID input should be a string, bytes or UUID object' })
  return fields.idOrNull(name) ?? ''
}

function templateOf(fields: Fields, name: string, fallback?: string): string {
  if (fallback === undefined && !fields.has(name)) fields.missing(name)
  return checkedTemplate(fields, name, fields.text(name, fallback ?? ''))
}

/** Older clients send an object instead of a text. */
function payloadOf(fields: Fields): string {
  const { payload } = fields.value
  const isText = payload === undefined || payload === null || typeof payload === 'string'
  const text = isText ? fields.text('payload', '') : JSON.stringify(payload, null, 2)
  return checkedTemplate(fields, 'payload', text)
}

function checkedTemplate(fields: Fields, name: string, source: string): string {
  const problem = templateProblem(source)
  if (problem !== undefined) fields.refuse(`'${name}' is not a valid template: ${problem}`, name)
  return source
}

function targetOf<Name extends string>(
  fields: Fields,
  name: Name,
): { readonly source: 'selected' | 'inferred' } & { readonly [key in Name]: string | null } {
  const before = fields.details.length
  const source = fields.oneOf('source', ['selected', 'inferred'] as const, 'selected')
  const id = fields.idOrNull(name)
  const isSound = fields.details.length === before
  if (isSound && (source === 'selected') !== (id !== null)) {
    fields.refuse(`${name} is ${id === null ? 'required' : 'not allowed'}`)
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one key is named so
  return { source, [name]: id } as { source: 'selected' | 'inferred' } & { [key in Name]: string | null }
}

function parametersOf(fields: Fields): JsonObject | null {
  const parameters = fields.objectOrNull('parameters')
  const problems = parameters === null ? [] : parameterProblems(parameters)
  if (problems.length > 0) fields.refuse(`Invalid parameters: \n${problems.join('\n  ')}`, 'parameters')
  return parameters
}

function scheduleAfterOf(fields: Fields): number {
  if (!fields.has('schedule_after')) return 0
  const seconds = fields.seconds('schedule_after')
  if (seconds !== undefined && seconds < 0) fields.refuse('schedule_after must be non-negative', 'schedule_after')
  return seconds ?? 0
}
