import { type Json, type JsonObject, isJsonObject } from '../../model/json.ts'
import { storedUuid } from '../bodies/stored-uuid.ts'
import type { EventResource, PrefectEvent, RelatedResource } from '../model/event.ts'
import { pythonRepr } from '../python-repr.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Ask } from './ask.ts'
import type { TriggeredAction } from '../model/firing.ts'
import type { Send } from './send.ts'

/** How an action reaches out: to the server's own API, and to those of others. `signal` is aborted when the server closes. */
export type Means = { readonly ask: Ask; readonly send: Send; readonly signal: AbortSignal }

/** With what an action is carried out, and where it leaves what it wants told. */
export type Doing = Means & {
  readonly related: RelatedResource[]
  readonly details: Record<string, Json>
  /** What is told beside how the action went, by then. */
  readonly events: Pick<PrefectEvent, 'event' | 'resource' | 'related'>[]
  readonly now: Stamp
}

/** An action that could not be carried out, and why: it is told, and not tried again. */
export class ActionFailed extends Error {}

/** The id of the first resource of a kind that an event has to do with. */
export function idOfKind(event: PrefectEvent, kind: string): string | undefined {
  return idIn(resourceOfKind(event, kind)?.['prefect.resource.id'] ?? '', kind)
}

/** The first resource of a kind that an event has to do with. */
export function resourceOfKind(event: PrefectEvent, kind: string): EventResource | undefined {
  return [event.resource, ...event.related].find(
    ({ 'prefect.resource.id': id }) => id.slice(0, id.lastIndexOf('.')) === `prefect.${kind}`,
  )
}

/** The id within `prefect.<kind>.<id>`, when it is one. */
export function idIn(resourceId: string, kind: string): string | undefined {
  const prefix = `prefect.${kind}.`
  return resourceId.startsWith(prefix) ? storedUuid(resourceId.slice(prefix.length)) : undefined
}

/** The text that an answer has there; an empty one for anything else. */
export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}

type Question = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly body?: JsonObject
}
type Reply = { readonly status: number; readonly body: Json }

/** Asks the server's own API as the automation. */
export function asked({ automation }: TriggeredAction, { ask }: Doing, question: Question): Promise<Reply> {
  return ask({ ...question, automation })
}

/** Asks for something, and fails with the reason of a refusal. */
export async function command(triggered: TriggeredAction, doing: Doing, question: Question): Promise<Json> {
  const { status, body } = await asked(triggered, doing, question)
  doing.details['status_code'] = status
  if (status >= 300) throw new ActionFailed(reasonOf(triggered.action.type, status, body))
  return body
}

/** Why the API refused what an action of a type asked for. */
export function reasonOf(type: string, status: number, body: Json): string {
  const shown = pythonRepr(type)
  if (status !== 409 && status !== 422) return `Unexpected status from ${shown} action: ${status}`
  const detail = isJsonObject(body) ? (body['detail'] ?? body['exception_detail']) : undefined
  const text = typeof detail === 'string' ? detail : detail === undefined ? '' : pythonRepr(detail)
  return `Validation error occurred for ${shown}${text === '' ? '' : ` - ${text}`}`
}
