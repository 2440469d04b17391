import type { JsonObject } from '../../model/json.ts'
import type { StateType } from '../../generated/prefect-api.ts'
import type { ResourceLabels } from './resource-labels.ts'
import type { ReceivedEvent } from './event.ts'
import type { Stamp } from './stamp.ts'

/** What makes an automation act (`prefect/server/events/schemas/automations.py`). */
export type Trigger = EventTrigger | CompoundTrigger | SequenceTrigger

/** Fires when enough events come (Reactive), or when too few do (Proactive), within a time. */
export type EventTrigger = {
  readonly type: 'event'
  readonly id: string
  readonly match: ResourceLabels
  readonly match_related: ResourceLabels | readonly ResourceLabels[]
  readonly after: readonly string[]
  readonly expect: readonly string[]
  readonly for_each: readonly string[]
  readonly posture: 'Reactive' | 'Proactive'
  readonly threshold: number
  /** Seconds. */
  readonly within: number
}

/** Fires when some or all of its parts have fired, in any order. */
export type CompoundTrigger = {
  readonly type: 'compound'
  readonly id: string
  readonly triggers: readonly Trigger[]
  /** Seconds; null for ever. */
  readonly within: number | null
  readonly require: number | 'any' | 'all'
}

/** Fires when all of its parts have fired in their order. */
export type SequenceTrigger = {
  readonly type: 'sequence'
  readonly id: string
  readonly triggers: readonly Trigger[]
  readonly within: number | null
}

type Source = 'selected' | 'inferred'

/** A window of time in which a trigger counts events. */
export type Bucket = {
  readonly start: Stamp
  readonly end: Stamp
  readonly count: number
  readonly lastEvent: ReceivedEvent | null
}

/** What an automation does. */
export type Action =
  | { readonly type: 'do-nothing' }
  | { readonly type: 'cancel-flow-run' }
  | { readonly type: 'delete-flow-run' }
  | { readonly type: 'suspend-flow-run' }
  | { readonly type: 'resume-flow-run' }
  | {
      readonly type: 'run-deployment'
      readonly source: Source
      readonly deployment_id: string | null
      readonly parameters: JsonObject | null
      readonly job_variables: JsonObject | null
      /** Seconds. */
      readonly schedule_after: number
    }
  | {
      readonly type: 'pause-deployment' | 'resume-deployment'
      readonly source: Source
      readonly deployment_id: string | null
    }
  | {
      readonly type: 'change-flow-run-state'
      readonly name: string | null
      readonly state: StateType
      readonly message: string | null
      readonly force: boolean
    }
  | {
      readonly type: 'pause-work-queue' | 'resume-work-queue'
      readonly source: Source
      readonly work_queue_id: string | null
    }
  | {
      readonly type: 'pause-work-pool' | 'resume-work-pool'
      readonly source: Source
      readonly work_pool_id: string | null
    }
  | {
      readonly type: 'pause-automation' | 'resume-automation'
      readonly source: Source
      readonly automation_id: string | null
    }
  | {
      readonly type: 'send-notification'
      readonly block_document_id: string
      readonly subject: string
      readonly body: string
    }
  | { readonly type: 'call-webhook'; readonly block_document_id: string; readonly payload: string }

/** What a person says about an automation. */
export type AutomationContent = {
  readonly name: string
  readonly description: string
  readonly enabled: boolean
  readonly tags: readonly string[]
  readonly trigger: Trigger
  readonly actions: readonly Action[]
  readonly actions_on_trigger: readonly Action[]
  readonly actions_on_resolve: readonly Action[]
}

/** An automation as the API has it. */
export type Automation = AutomationContent & { readonly id: string; readonly created: string; readonly updated: string }

/** A trigger with all its parts. */
function allTriggers(trigger: Trigger): readonly Trigger[] {
  return trigger.type === 'event' ? [trigger] : [trigger, ...trigger.triggers.flatMap(allTriggers)]
}

/** The event triggers of an automation, wherever they stand. */
export function eventTriggers({ trigger }: { readonly trigger: Trigger }): readonly EventTrigger[] {
  return allTriggers(trigger).filter((one) => one.type === 'event')
}

/** The automation as JSON. */
export function automationJson(automation: Automation): JsonObject {
  const json: JsonObject = JSON.parse(JSON.stringify(automation))
  return json
}
