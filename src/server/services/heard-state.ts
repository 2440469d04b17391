import type { StateType } from '../orchestration/state.ts'
import type { Announcement } from '../store/announcement.ts'

/** Which type of state a flow run is told to have now; undefined for everything else that is announced. */
export function stateTypeOf(announcement: Announcement): StateType | undefined {
  if (announcement.kind !== 'event' || !announcement.event.event.startsWith('prefect.flow-run.')) return undefined
  const type = announcement.event.resource['prefect.state-type']
  return TYPES.find((known) => known === type)
}

const TYPES: readonly StateType[] = ['PAUSED', 'CANCELLING', 'CANCELLED']
