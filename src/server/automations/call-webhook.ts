import type { Action } from '../model/automation.ts'
import { BlockFields, METHODS, type UsedBlock, WrongField, blockResources, usedBlock } from './block.ts'
import { ActionFailed, type ActionAttempt } from './action-attempt.ts'
import type { TriggeredAction } from '../model/firing.ts'
import { truncatedText } from '../model/truncated-text.ts'
import { renderedTexts } from './rendered-texts.ts'
import { NotSent, type Outgoing, type SentAnswer } from './send.ts'

/**
 * Calls the webhook of a block (`CallWebhook`, `prefect/server/events/actions.py`). Any answer is a success. It is called
 * again if the server ends before what it answered is noted. Throws an `ActionFailed`.
 */
export async function callWebhook(
  triggered: TriggeredAction,
  { block_document_id: id, payload }: Extract<Action, { readonly type: 'call-webhook' }>,
  attempt: ActionAttempt,
): Promise<void> {
  const block = await usedBlock(triggered, { id, use: 'webhook' }, attempt)
  const request = requestOf(block, attempt.signal)
  attempt.related.push(...blockResources(block))
  const [body = ''] = await renderedTexts(triggered, [payload], attempt)
  const { status, headers, text } = await sent({ ...request, body }, attempt)
  attempt.details['status_code'] = status
  attempt.details['response_body'] = truncatedText(text, MOST_SHOWN)
  attempt.details['response_headers'] = Object.fromEntries(
    Object.entries(headers).filter(([name]) => !isKeptBack(name)),
  )
}

/** How long the client of Prefect's blocks waits. */
const TIMEOUT_MS = 5000

/** What the fields of the block ask for (`prefect/blocks/webhook.py`). */
function requestOf({ type, data }: UsedBlock, signal: AbortSignal): Omit<Outgoing, 'body'> {
  if (type !== 'webhook') throw new ActionFailed('The referenced block was not a webhook block')
  const fields = new BlockFields(data)
  try {
    return {
      method: fields.oneOf('method', METHODS, 'POST'),
      url: fields.text('url'),
      headers: fields.texts('headers'),
      mayBePrivate: fields.flag('allow_private_urls', true),
      isVerified: fields.flag('verify', true),
      timeoutMs: TIMEOUT_MS,
      signal,
    }
  } catch (error) {
    if (!(error instanceof WrongField)) throw error
    throw new ActionFailed(`The webhook block was invalid: ${error.message}`, { cause: error })
  }
}

async function sent(request: Outgoing, { send }: ActionAttempt): Promise<SentAnswer> {
  try {
    return await send(request)
  } catch (error) {
    if (!(error instanceof NotSent)) throw error
    throw new ActionFailed(`Webhook call failed: ${error.message}`, { cause: error })
  }
}

/** How much of an answer is told, in characters. */
const MOST_SHOWN = 1000

/** Headers that are secret or say nothing (`should_redact_header`, `prefect/server/utilities/http.py`). */
function isKeptBack(name: string): boolean {
  return /^(?:authorization|traceparent|via)$|^x-(?:forwarded|b3|cloud-trace|envoy|prefect)/.test(name)
}
