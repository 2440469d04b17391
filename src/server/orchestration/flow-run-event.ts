import { type PrefectEvent, type RelatedResource, isTight } from '../model/event.ts'
import type { JsonObject } from '../../model/json.ts'
import { tagsOf } from '../store/columns.ts'
import type { OrchestratedFlowRun } from '../store/flow-run-view.ts'
import { stampText } from '../model/stamp.ts'
import type { State } from '../model/state.ts'
import { truncatedText } from '../model/truncated-text.ts'

/** Longer messages are cut, so that events stay small (`TRUNCATE_STATE_MESSAGES_AT`). */
const MOST_CHARACTERS = 100_000

type Row = OrchestratedFlowRun['row']

/**
 * The event that tells of a flow run's new state, by the id of the state (`flow_run_state_change_event`,
 * `prefect/server/models/events.py`).
 */
export function flowRunEvent(row: Row, runCount: number, former: State | null, state: State): PrefectEvent {
  return {
    id: state.id,
    occurred: state.timestamp,
    event: `prefect.flow-run.${state.name}`,
    resource: {
      'prefect.resource.id': `prefect.flow-run.${row.id}`,
      'prefect.resource.name': row.name,
      'prefect.run-count': String(runCount),
      'prefect.state-message': messageOf(state),
      'prefect.state-name': state.name,
      'prefect.state-timestamp': stampText(state.timestamp).replace('Z', '+00:00'),
      'prefect.state-type': state.type,
    },
    related: relatedTo(row),
    payload: {
      intended: { from: former?.type ?? null, to: state.type },
      initial_state: former === null ? null : payloadOf(former),
      validated_state: payloadOf(state),
    },
    follows: former !== null && isTight(state.timestamp, former.timestamp) ? former.id : null,
  }
}

function payloadOf(state: State): JsonObject {
  const { type, name, state_details: details } = state
  const message = messageOf(state)
  return {
    type,
    ...(name === '' ? {} : { name }),
    ...(message === '' ? {} : { message }),
    ...(type === 'PAUSED' ? { pause_reschedule: String(details.pause_reschedule) } : {}),
  }
}

function messageOf({ message }: State): string {
  return truncatedText(message ?? '', MOST_CHARACTERS)
}

function relatedTo(row: Row): readonly RelatedResource[] {
  const { queue_id: queue, pool_id: pool, known_deployment_id: deployment, parent_task_run_id: parent } = row
  const type = { 'prefect.work-pool.type': row.pool_type }
  return [
    resource('flow', row.flow_id, row.flow_name),
    ...(deployment === null ? [] : [resource('deployment', deployment, row.deployment_name)]),
    ...(queue === null ? [] : [resource('work-queue', queue, row.queue_name)]),
    ...(pool === null ? [] : [{ ...resource('work-pool', pool, row.pool_name), ...type }]),
    ...(parent === null ? [] : [resource('task-run', parent, row.parent_name)]),
    ...tagsAround(row).map((tag) => ({
      'prefect.resource.id': `prefect.tag.${tag}`,
      'prefect.resource.role': 'tag',
    })),
    ...creatorOf(row),
  ]
}

function resource(kind: string, id: string, name: string | null): RelatedResource {
  return {
    'prefect.resource.id': `prefect.${kind}.${id}`,
    'prefect.resource.role': kind,
    'prefect.resource.name': name,
  }
}

function tagsAround({ tags, flow_tags, deployment_tags, parent_tags }: Row): readonly string[] {
  const texts = [tags, flow_tags, deployment_tags, parent_tags]
  return [...new Set(texts.flatMap((text) => (text === null ? [] : tagsOf(text))))].sort()
}

const CREATORS: Readonly<Record<string, string>> = { DEPLOYMENT: 'deployment', AUTOMATION: 'automation' }

type Creator = { readonly id: string; readonly type: string; readonly display_value: string | null }

function creatorOf({ created_by: text }: Row): readonly RelatedResource[] {
  if (text === null) return []
  const creator: Creator = JSON.parse(text)
  const kind = CREATORS[creator.type]
  if (kind === undefined) return []
  const { display_value: shown } = creator
  return [
    {
      'prefect.resource.id': `prefect.${kind}.${creator.id}`,
      'prefect.resource.role': 'creator',
      ...(shown === null || shown === '' ? {} : { 'prefect.resource.name': shown }),
    },
  ]
}
