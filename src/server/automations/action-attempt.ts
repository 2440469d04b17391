import type { Json } from '../../model/json.ts'
import type { PrefectEvent, RelatedResource } from '../model/event.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Ask } from './ask.ts'
import type { Send } from './send.ts'

/** What actions reach: the server's own API, and other servers. `signal` is aborted when the server closes. */
export type Reach = { readonly ask: Ask; readonly send: Send; readonly signal: AbortSignal }

/** One attempt at an action: what it may reach, and where it collects what the events about it will tell. */
export type ActionAttempt = Reach & {
  readonly related: RelatedResource[]
  readonly details: Record<string, Json>
  /** Events that are emitted besides those about the action itself. */
  readonly events: Pick<PrefectEvent, 'event' | 'resource' | 'related'>[]
  readonly now: Stamp
}

/** An action that could not be carried out; the message says why. It is told in an event, and not tried again. */
export class ActionFailed extends Error {}
