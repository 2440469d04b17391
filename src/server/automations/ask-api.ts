import { type Json, type JsonObject, isJsonObject } from '../../model/json.ts'
import type { TriggeredAction } from '../model/firing.ts'
import { pythonRepr } from '../python-repr.ts'
import { type ActionAttempt, ActionFailed } from './action-attempt.ts'

type Question = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Below `/api`. */
  readonly path: string
  readonly body?: JsonObject
}
type Reply = { readonly status: number; readonly body: Json }

/** Asks the server's own API as the automation. */
export function asked({ automation }: TriggeredAction, { ask }: ActionAttempt, question: Question): Promise<Reply> {
  return ask({ ...question, automation })
}

/** Asks the API as the automation, and gives the answer's body. Throws an `ActionFailed` with the reason of a refusal. */
export async function command(triggered: TriggeredAction, attempt: ActionAttempt, question: Question): Promise<Json> {
  const { status, body } = await asked(triggered, attempt, question)
  attempt.details['status_code'] = status
  if (status >= 300) throw new ActionFailed(refusalReason(triggered.action.type, status, body))
  return body
}

/** Why the API refused what an action of a type asked for. */
export function refusalReason(type: string, status: number, body: Json): string {
  const shown = pythonRepr(type)
  if (status !== 409 && status !== 422) return `Unexpected status from ${shown} action: ${status}`
  const detail = isJsonObject(body) ? (body['detail'] ?? body['exception_detail']) : undefined
  const text = typeof detail === 'string' ? detail : detail === undefined ? '' : pythonRepr(detail)
  return `Validation error occurred for ${shown}${text === '' ? '' : ` - ${text}`}`
}

/** A text of an answer; an empty one for anything else. */
export function textOrEmpty(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}
