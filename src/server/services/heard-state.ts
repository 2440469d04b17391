import type { StateType } from '../model/state.ts'
import type { Announcement } from '../store/announcement.ts'
import type { Stamp } from '../model/stamp.ts'

/** Which type of state a flow run is told to have, and since when; undefined for everything else that is announced. */
export function heardState(
  announcement: Announcement,
): { readonly type: StateType; readonly since: Stamp } | undefined {
  if (announcement.kind !== 'event' || !announcement.event.event.startsWith('prefect.flow-run.')) return undefined
  const { resource, occurred } = announcement.event
  const type = TYPES.find((known) => known === resource['prefect.state-type'])
  return type && { type, since: occurred }
}

const TYPES: readonly StateType[] = ['PAUSED', 'CANCELLING', 'CANCELLED']
