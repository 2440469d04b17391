import { type Json, type JsonObject, isJsonObject } from '../../model/json.ts'
import { HydrationFailure, hydrated } from '../parameters/hydration.ts'
import { reasonOf } from '../reason.ts'
import { isList } from './fields.ts'
import { PREFECT_FILTERS } from './template-filters.ts'
import { isTemplate, parseTemplate } from './templates/parse.ts'
import { TemplateProblem } from './templates/problem.ts'
import { type Context, renderText } from './templates/render.ts'

/** A parameter that cannot be rendered, and why. */
export class UnrenderedParameter extends Error {}

/**
 * The parameters of a run with all templates and placeholders rendered. A text that is one expression gives the value
 * itself, whatever its type (`RunDeployment.render_parameters`, `prefect/server/events/actions.py`).
 * Throws an `UnrenderedParameter`.
 */
export function renderedParameters(
  parameters: JsonObject,
  context: Context,
  variables: ReadonlyMap<string, Json>,
): JsonObject {
  return membersOf(parameters, { context, variables })
}

/** The texts of all templates in parameters. Throws a `TemplateProblem` for one that is none. */
export function templatesIn(value: Json): readonly string[] {
  if (typeof value === 'string') return isTemplate(value) ? [value] : []
  if (isList(value)) return value.flatMap(templatesIn)
  if (!isJsonObject(value)) return []
  if (value['__prefect_kind'] === 'jinja') return typeof value['template'] === 'string' ? [value['template']] : []
  return Object.values(value).flatMap(templatesIn)
}

/** What is wrong with parameters before anything is rendered; each problem with its path. */
export function parameterProblems(value: Json, path = ''): readonly string[] {
  const told = (reason: string) => [`${path === '' ? '' : `${path}:`} ${reason}`.trimStart()]
  if (typeof value === 'string') return isTemplate(value) ? templateProblems(value).flatMap(told) : []
  if (isList(value)) return value.flatMap((item, at) => parameterProblems(item, `${path}[${at}]`))
  if (!isJsonObject(value)) return []
  const kind = value['__prefect_kind']
  if (kind === 'jinja') {
    const { template } = value
    if (typeof template !== 'string') return told("Missing 'template' key in __prefect object")
    return templateProblems(template).flatMap(told)
  }
  if (kind === 'json' && typeof value['value'] === 'string') return jsonProblems(value['value']).flatMap(told)
  if (kind === 'workspace_variable' && typeof value['variable_name'] !== 'string') {
    return told("Missing 'variable_name' key in __prefect object")
  }
  return Object.entries(value).flatMap(([key, inner]) => parameterProblems(inner, path === '' ? key : `${path}.${key}`))
}

function templateProblems(source: string): readonly string[] {
  const problem = templateProblem(source)
  return problem === undefined ? [] : [`Invalid jinja: ${problem}`]
}

/** What is wrong with a template, if anything is. */
export function templateProblem(source: string): string | undefined {
  try {
    parseTemplate(source)
    return undefined
  } catch (error) {
    if (error instanceof TemplateProblem) return error.message
    throw error
  }
}

function jsonProblems(text: string): readonly string[] {
  try {
    JSON.parse(text)
    return []
  } catch (error) {
    return [`Invalid JSON: ${reasonOf(error)}`]
  }
}

type Means = { readonly context: Context; readonly variables: ReadonlyMap<string, Json> }

function membersOf(value: JsonObject, means: Means): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rendered(inner, means)]))
}

function rendered(value: Json, means: Means): Json {
  if (typeof value === 'string') return isTemplate(value) ? renderedText(value, means) : value
  if (isList(value)) return value.map((item) => rendered(item, means))
  if (!isJsonObject(value)) return value
  return value['__prefect_kind'] === undefined ? membersOf(value, means) : placeholder(value, means)
}

/** A text that is one expression keeps its type by being made JSON (`_wrap_v1_template`, `prefect/server/events/actions.py`). */
function renderedText(source: string, { context }: Means): Json {
  const sole = soleExpression(source)
  if (sole === undefined) return renderText(parseTemplate(source), context, PREFECT_FILTERS)
  const value: Json = JSON.parse(renderText(parseTemplate(`{{ ${sole} | tojson }}`), context, PREFECT_FILTERS))
  return value
}

function soleExpression(source: string): string | undefined {
  const text = source.trim()
  const isSole = text.startsWith('{{') && text.endsWith('}}') && text.split('{{').length === 2
  return isSole ? text.slice(2, -2).trim() : undefined
}

function placeholder(holder: JsonObject, means: Means): Json {
  if (holder['__prefect_kind'] === 'jinja') {
    const { template } = holder
    return renderText(parseTemplate(typeof template === 'string' ? template : ''), means.context, PREFECT_FILTERS)
  }
  if (holder['__prefect_kind'] === 'json' && isJsonObject(holder['value'])) {
    const text = placeholder(holder['value'], means)
    return hydratedOne({ __prefect_kind: 'json', value: typeof text === 'string' ? text : JSON.stringify(text) }, means)
  }
  return hydratedOne(holder, means)
}

function hydratedOne(holder: JsonObject, { variables }: Means): Json {
  try {
    return hydrated({ value: holder }, variables)['value'] ?? null
  } catch (error) {
    if (error instanceof HydrationFailure) throw new UnrenderedParameter(error.reason, { cause: error })
    throw error
  }
}
