import { type Json, type JsonObject, isJsonObject } from '../../model/json.ts'
import { eventBody } from '../events/event.ts'
import type { ReceivedEvent } from '../events/event.ts'
import { namesVariables } from '../registration/hydration.ts'
import { ActionFailed, type Doing, idOfKind, textOf } from './doing.ts'
import type { TriggeredAction } from './firing.ts'
import { Diver, Labelled } from './labelled.ts'
import { UnrenderedParameter, renderedParameters, templatesIn } from './parameters.ts'
import { type Context, isTemplate, namesIn, parseTemplate, renderText } from './template.ts'

/** The parameters of a run with their templates rendered. Throws an `ActionFailed`. */
export async function runParameters(
  triggered: TriggeredAction,
  parameters: JsonObject,
  doing: Doing,
): Promise<JsonObject> {
  const names = new Set(templatesIn(parameters).flatMap((source) => namesIn(parseTemplate(source))))
  const context = await contextOf(triggered, names, doing)
  const variables = namesVariables(parameters) || names.has('variables') ? await variablesOf(triggered, doing) : {}
  try {
    return renderedParameters(parameters, { ...context, variables }, new Map(Object.entries(variables)))
  } catch (error) {
    if (!(error instanceof UnrenderedParameter)) throw error
    throw new ActionFailed(`Unable to create flow run from deployment: ${error.message}`, { cause: error })
  }
}

/** Templates rendered one by one; a text without marks is none. */
export async function renderedTexts(
  triggered: TriggeredAction,
  sources: readonly string[],
  doing: Doing,
): Promise<readonly string[]> {
  const templates = sources.filter(isTemplate).map((source) => [source, parseTemplate(source)] as const)
  const names = new Set(templates.flatMap(([, template]) => namesIn(template)))
  const context = await contextOf(triggered, names, doing)
  const variables = names.has('variables') ? await variablesOf(triggered, doing) : {}
  const texts = new Map(
    templates.map(([source, template]) => [source, renderText(template, { ...context, variables })] as const),
  )
  return sources.map((source) => texts.get(source) ?? source)
}

/** Objects that templates may name, each that of the first resource of its kind that the event has to do with. */
const OBJECTS: Readonly<
  Record<string, (id: string) => { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: Json }>
> = {
  deployment: (id) => ({ method: 'GET', path: `/deployments/${id}` }),
  flow: (id) => ({ method: 'GET', path: `/flows/${id}` }),
  flow_run: (id) => ({ method: 'GET', path: `/flow_runs/${id}` }),
  task_run: (id) => ({ method: 'GET', path: `/task_runs/${id}` }),
  work_pool: (id) => ({ method: 'POST', path: '/work_pools/filter', body: { work_pools: { id: { any_: [id] } } } }),
  work_queue: (id) => ({ method: 'GET', path: `/work_queues/${id}` }),
  concurrency_limit: (id) => ({ method: 'GET', path: `/v2/concurrency_limits/${id}` }),
}

async function contextOf(triggered: TriggeredAction, names: ReadonlySet<string>, { ask }: Doing): Promise<Context> {
  const { automation, event, labels } = triggered
  const context: Record<string, unknown> = {
    automation,
    labels: new Diver(labels),
    ...(event === null ? {} : { event: eventView(event) }),
  }
  for (const [name, question] of Object.entries(OBJECTS)) {
    const id = names.has(name) && event !== null ? idOfKind(event, name.replace('_', '-')) : undefined
    if (id === undefined) continue
    const { status, body } = await ask({ ...question(id), automation })
    const object: Json | undefined = Array.isArray(body) ? (body as readonly Json[])[0] : body
    if (status < 300 && object !== undefined) context[name] = object
  }
  return context
}

function eventView(event: ReceivedEvent): Context {
  return {
    ...eventBody(event),
    resource: new Labelled(event.resource),
    related: event.related.map((resource) => new Labelled(resource)),
  }
}

async function variablesOf({ automation }: TriggeredAction, { ask }: Doing): Promise<JsonObject> {
  const found: Record<string, Json> = {}
  const limit = 200
  for (let offset = 0; ; offset += limit) {
    const { body } = await ask({ method: 'POST', path: '/variables/filter', body: { limit, offset }, automation })
    const page: readonly Json[] = Array.isArray(body) ? body : []
    for (const variable of page) {
      if (isJsonObject(variable)) found[textOf(variable['name'])] = variable['value'] ?? null
    }
    if (page.length < limit) return found
  }
}
