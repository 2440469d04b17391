import { type Json, isJsonObject } from '../../model/json.ts'
import type { ResourceLabels } from '../model/resource-labels.ts'
import type { InvalidDetail } from '../problem.ts'
import type { EventTrigger, Trigger } from '../model/automation.ts'
import { Fields, type Place, isList } from './fields.ts'

/** How deep triggers may be nested. Prefect sets no limit but that of its stack. */
const MOST_DEPTH = 20

/**
 * Reads a trigger as pydantic does, with new ids for it and all its parts, and collects what is wrong with it. Of the
 * three kinds only the one that is meant is told about. Undefined when it cannot be read.
 */
export function readTrigger(
  sent: Json | undefined,
  place: Place,
  context: { readonly details: InvalidDetail[]; readonly uuid: () => string; readonly depth?: number },
): Trigger | undefined {
  const { details, uuid, depth = 0 } = context
  if (!isJsonObject(sent) || depth > MOST_DEPTH) {
    const msg = 'Input should be a valid dictionary or object to extract fields from'
    details.push({ type: 'model_attributes_type', loc: [...place, 'EventTrigger'], msg, input: sent ?? null })
    return undefined
  }
  const kind = kindOf(sent)
  if (kind === undefined) {
    for (const [type, name] of Object.entries(NAMES)) {
      const expected = `'${type}'`
      details.push({
        type: 'literal_error',
        loc: [...place, name(depth), 'type'],
        msg: `Input should be ${expected}`,
        input: sent['type'],
        ctx: { expected },
      })
    }
    return undefined
  }
  const fields = new Fields(sent, [...place, NAMES[kind](depth)], details)
  // an id that is sent is read, and replaced
  fields.idOrNull('id')
  return kind === 'event' ? eventTrigger(fields, uuid) : compositeTrigger(fields, kind, { details, uuid, depth })
}

/** What pydantic calls the kinds in its errors. */
const NAMES = {
  event: () => 'EventTrigger',
  compound: (depth: number) =>
    depth === 0
      ? 'function-after[validate_require(), function-after[validate_require(), CompoundTrigger]]'
      : 'function-after[validate_require(), CompoundTrigger]',
  sequence: () => 'SequenceTrigger',
} as const

function kindOf(sent: { readonly [key: string]: Json }): keyof typeof NAMES | undefined {
  const { type } = sent
  if (type === 'event' || type === 'compound' || type === 'sequence') return type
  if (type !== undefined) return undefined
  if (sent['triggers'] === undefined) return 'event'
  return sent['require'] === undefined ? 'sequence' : 'compound'
}

function eventTrigger(fields: Fields, uuid: () => string): EventTrigger {
  const posture = fields.has('posture') ? fields.oneOf('posture', POSTURES) : 'Reactive'
  if (!fields.has('posture')) fields.missing('posture')
  return {
    type: 'event',
    id: uuid(),
    match: labelsOf(fields, 'match', fields.value['match']),
    match_related: relatedOf(fields),
    after: fields.texts('after'),
    expect: fields.texts('expect'),
    for_each: fields.texts('for_each'),
    posture,
    threshold: fields.integer('threshold', 1),
    within: withinOf(fields, posture),
  }
}

const POSTURES = ['Reactive', 'Proactive'] as const
/** The shortest time in which the absence of events means something, in seconds. */
const LEAST_PROACTIVE = 10

function withinOf(fields: Fields, posture: EventTrigger['posture']): number {
  if (fields.value['within'] === null) fields.refuse('`within` should be a valid timedelta')
  const sent = fields.has('within') && fields.value['within'] !== null ? fields.seconds('within') : 0
  const within = sent ?? 0
  if (posture === 'Proactive') {
    if (within === 0) return LEAST_PROACTIVE
    if (within < LEAST_PROACTIVE) {
      fields.refuse('`within` for Proactive triggers must be greater than or equal to 10 seconds')
    }
  } else if (within < 0) {
    const msg = 'Input should be greater than or equal to 0 seconds'
    fields.fail('within', { type: 'greater_than_equal', msg, ctx: { ge: '0 seconds' } })
  }
  return within
}

function compositeTrigger(
  fields: Fields,
  kind: 'compound' | 'sequence',
  context: { readonly details: InvalidDetail[]; readonly uuid: () => string; readonly depth: number },
): Trigger | undefined {
  const triggers = fields.list('triggers').flatMap((one, at) => {
    const read = readTrigger(one, [...fields.place, 'triggers', at], { ...context, depth: context.depth + 1 })
    return read === undefined ? [] : [read]
  })
  if (!fields.has('triggers')) fields.missing('triggers')
  if (!fields.has('within')) fields.missing('within')
  const within = fields.has('within') && fields.value['within'] !== null ? (fields.seconds('within') ?? null) : null
  const base = { id: context.uuid(), triggers, within }
  if (kind === 'sequence') return { type: kind, ...base }
  const require = requireOf(fields)
  return require === undefined ? undefined : { type: kind, ...base, require }
}

function requireOf(fields: Fields): number | 'any' | 'all' | undefined {
  const { require, triggers } = fields.value
  if (require === 'any' || require === 'all') return require
  if (require === undefined) fields.missing('require')
  else if (typeof require !== 'number' || !Number.isSafeInteger(require)) {
    const expected = "'any' or 'all'"
    fields.fail('require', { type: 'literal_error', msg: `Input should be ${expected}`, ctx: { expected } }, [
      "literal['any','all']",
    ])
  } else if (require < 1) fields.refuse('require must be at least 1')
  else if (isList(triggers) && require > triggers.length) {
    fields.refuse('require must be less than or equal to the number of triggers')
  } else return require
  return undefined
}

function relatedOf(fields: Fields): EventTrigger['match_related'] {
  const sent = fields.value['match_related']
  if (!isList(sent)) return labelsOf(fields, 'match_related', sent)
  return sent.map((one, at) => labelsOf(fields, 'match_related', one, [at]))
}

function labelsOf(fields: Fields, name: string, sent: Json | undefined, branch: Place = []): ResourceLabels {
  if (sent === undefined) return {}
  if (!isJsonObject(sent)) {
    const detail = { type: 'dict_type', msg: 'Input should be a valid dictionary' }
    fields.details.push({ ...detail, loc: [...fields.place, name, ...branch, 'ResourceSpecification'], input: sent })
    return {}
  }
  const labels: Record<string, string | readonly string[]> = {}
  for (const [label, value] of Object.entries(sent)) {
    if (typeof value === 'string') labels[label] = value
    else if (isTexts(value)) labels[label] = value
    else {
      const loc = [...fields.place, name, ...branch, 'ResourceSpecification', label, 'str']
      fields.details.push({ type: 'string_type', msg: 'Input should be a valid string', loc, input: value })
    }
  }
  return labels
}

function isTexts(value: Json): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
