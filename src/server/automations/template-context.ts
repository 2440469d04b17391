import { type Json, type JsonObject, isJsonObject } from '../../model/json.ts'
import type { EventResource, ReceivedEvent } from '../model/event.ts'
import { stampText } from '../model/stamp.ts'
import type { ActionAttempt } from './action-attempt.ts'
import { textOrEmpty } from './ask-api.ts'
import { idOfKind, resourceOfKind } from './resource-of-kind.ts'
import type { Firing, TriggeredAction } from '../model/firing.ts'
import { Diver, Labelled } from './labelled.ts'
import { Model, Moment } from './template-things.ts'
import type { Context } from './templates/render.ts'

type Question = { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: Json }

/** Objects that templates may name, each that of the first resource of its kind that the event has to do with. */
const OBJECTS: Readonly<Record<string, (id: string) => Question>> = {
  deployment: (id) => ({ method: 'GET', path: `/deployments/${id}` }),
  flow: (id) => ({ method: 'GET', path: `/flows/${id}` }),
  flow_run: (id) => ({ method: 'GET', path: `/flow_runs/${id}` }),
  task_run: (id) => ({ method: 'GET', path: `/task_runs/${id}` }),
  work_pool: (id) => ({ method: 'POST', path: '/work_pools/filter', body: { work_pools: { id: { any_: [id] } } } }),
  work_queue: (id) => ({ method: 'GET', path: `/work_queues/${id}` }),
  concurrency_limit: (id) => ({ method: 'GET', path: `/v2/concurrency_limits/${id}` }),
}

/**
 * What templates of an action can speak of (`JinjaTemplateAction._template_context`, `prefect/server/events/actions.py`).
 * Only what is among `names` is asked for.
 */
export async function contextOf(
  triggered: TriggeredAction,
  names: ReadonlySet<string>,
  attempt: ActionAttempt,
): Promise<Context> {
  const { event, labels, firing } = triggered
  const firings = allFirings(firing)
  const context: Record<string, unknown> = {
    labels: new Diver(labels),
    event: event === null ? null : eventView(event),
    firing: firingView(firing),
    firings: firings.map(firingView),
    events: firings.flatMap((one) => (one.event === null ? [] : [eventView(one.event)])),
  }
  if (names.has('automation')) {
    const { id } = triggered.automation
    // one that was deleted meanwhile is known by what it was triggered as
    const found = await readObject(triggered, attempt, { method: 'GET', path: `/automations/${id}` })
    context['automation'] = new Model('automation', found ?? { ...triggered.automation, trigger: null })
  }
  for (const [name, question] of Object.entries(OBJECTS)) {
    if (names.has(name) && event !== null) context[name] = await objectOf(triggered, { event, name, question }, attempt)
  }
  if (names.has('variables') && event !== null) context['variables'] = await variablesOf(triggered, attempt)
  return context
}

async function readObject(
  { automation }: TriggeredAction,
  { ask }: ActionAttempt,
  question: Question,
): Promise<JsonObject | undefined> {
  const { status, body } = await ask({ ...question, automation })
  const object: Json | undefined = Array.isArray(body) ? (body as readonly Json[])[0] : body
  return status < 300 && isJsonObject(object) ? object : undefined
}

async function objectOf(
  triggered: TriggeredAction,
  {
    event,
    name,
    question,
  }: { readonly event: ReceivedEvent; readonly name: string; readonly question: (id: string) => Question },
  attempt: ActionAttempt,
): Promise<Model | null> {
  const kind = name.replace('_', '-')
  const id = idOfKind(event, kind)
  const object = id === undefined ? undefined : await readObject(triggered, attempt, question(id))
  if (object === undefined) return null
  const state = kind === 'flow-run' || kind === 'task-run' ? stateIn(resourceOfKind(event, kind)) : undefined
  return new Model(kind, state === undefined ? object : { ...object, state })
}

/** The state that an event tells of: by now the run may have gone on. */
function stateIn(resource: EventResource | undefined): JsonObject | undefined {
  const [message, name, timestamp, type] = ['message', 'name', 'timestamp', 'type'].map(
    (part) => resource?.[`prefect.state-${part}`],
  )
  if (message === undefined || name === undefined || timestamp === undefined || type === undefined) return undefined
  return { message, name, timestamp, type }
}

function allFirings(firing: Firing): readonly Firing[] {
  return [firing, ...firing.parts.flatMap(allFirings)]
}

function firingView(firing: Firing): Context {
  const { id, triggered, labels, event, parts } = firing
  return {
    id,
    triggered: new Moment(stampText(triggered)),
    triggering_labels: labels,
    triggering_firings: parts.map(firingView),
    triggering_event: event === null ? null : eventView(event),
    triggering_value: null,
  }
}

function eventView(event: ReceivedEvent): Context {
  return {
    id: event.id,
    event: event.event,
    occurred: new Moment(stampText(event.occurred)),
    received: new Moment(stampText(event.received)),
    payload: event.payload,
    follows: event.follows,
    resource: new Labelled(event.resource),
    related: event.related.map((resource) => new Labelled(resource)),
  }
}

/** All variables by their names. */
export async function variablesOf({ automation }: TriggeredAction, { ask }: ActionAttempt): Promise<JsonObject> {
  const found: Record<string, Json> = {}
  const limit = 200
  for (let offset = 0; ; offset += limit) {
    const { body } = await ask({ method: 'POST', path: '/variables/filter', body: { limit, offset }, automation })
    const page: readonly Json[] = Array.isArray(body) ? body : []
    for (const variable of page) {
      if (isJsonObject(variable)) found[textOrEmpty(variable['name'])] = variable['value'] ?? null
    }
    if (page.length < limit) return found
  }
}
