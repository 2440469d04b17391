import type { ReceivedEvent } from './event.ts'
import type { Stamp } from './stamp.ts'
import type { Action, Trigger } from './automation.ts'

/** One time that a trigger has fired. */
export type Firing = {
  readonly id: string
  readonly triggerId: string
  readonly triggered: Stamp
  readonly labels: { readonly [label: string]: string }
  /** The event that made it fire, or the last one before too few came. */
  readonly event: ReceivedEvent | null
  /** The firings of its parts. */
  readonly parts: readonly Firing[]
}

/** One action that is to be carried out because an automation was triggered, with all that it needs to know. */
export type TriggeredAction = {
  /** Made anew for each time; runs are made once for it. */
  readonly invocation: string
  readonly automation: { readonly id: string; readonly name: string; readonly trigger: Trigger }
  readonly action: Action
  readonly index: number
  readonly triggered: Stamp
  readonly labels: { readonly [label: string]: string }
  readonly event: ReceivedEvent | null
  readonly firing: Firing
  /** The event `prefect.automation.triggered`. */
  readonly triggeredEventId: string
}
