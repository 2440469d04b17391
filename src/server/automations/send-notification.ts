import type { Action } from '../model/automation.ts'
import { WrongField, blockResources, usedBlock } from './block.ts'
import { SYSTEM_BLOCKS } from '../blocks/system-blocks.ts'
import { customWebhook } from './custom-webhook.ts'
import { ActionFailed, type ActionAttempt } from './action-attempt.ts'
import type { TriggeredAction } from '../model/firing.ts'
import { renderedTexts } from './rendered-texts.ts'
import { NotSent, type Outgoing } from './send.ts'

/**
 * Sends a notification by a block (`SendNotification`, `prefect/server/events/actions.py`): of those that Prefect has, by
 * the one that is a request as its fields say; what others send is known only to the Python packages that they use.
 * Prefect tries one again that was not taken, and says nothing; here it fails. Throws an `ActionFailed`.
 */
export async function sendNotification(
  triggered: TriggeredAction,
  { block_document_id: id, ...texts }: Extract<Action, { readonly type: 'send-notification' }>,
  attempt: ActionAttempt,
): Promise<void> {
  const block = await usedBlock(triggered, { id, use: 'notification' }, attempt)
  const { capabilities = [] } = SYSTEM_BLOCKS.find(({ slug }) => slug === block.type) ?? {}
  if (!capabilities.includes('notify')) throw new ActionFailed('The referenced block was not a notification block')
  attempt.related.push(...blockResources(block))
  if (block.type !== 'custom-webhook') {
    throw new ActionFailed(
      `This server sends no notifications by blocks of type '${block.type}', only by those of type 'custom-webhook'`,
    )
  }
  const [subject = '', body = ''] = await renderedTexts(triggered, [texts.subject, texts.body], attempt)
  await sent(
    requestOf(() => customWebhook(block.data, { subject, body })),
    attempt,
  )
}

function requestOf(read: () => Omit<Outgoing, 'signal'>): Omit<Outgoing, 'signal'> {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof WrongField)) throw error
    throw new ActionFailed(`The notification block was invalid: ${error.message}`, { cause: error })
  }
}

async function sent(request: Omit<Outgoing, 'signal'>, { send, signal, details }: ActionAttempt): Promise<void> {
  try {
    const { status } = await send({ ...request, signal })
    if (status >= 200 && status < 300) return
    details['status_code'] = status
    throw new ActionFailed(`Notification failed: the answer was ${status}`)
  } catch (error) {
    if (!(error instanceof NotSent)) throw error
    throw new ActionFailed(`Notification failed: ${error.message}`, { cause: error })
  }
}
