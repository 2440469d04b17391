import { invalidRequest, type InvalidDetail, valueError } from '../problem.ts'
import { momentOf } from '../model/moment.ts'
import type { EventCreate } from '../model/requests.ts'
import type { Services } from '../services.ts'
import { recordTaskRunEvents } from './record-task-runs.ts'
import type { EventResource, PrefectEvent, ReceivedEvent, RelatedResource } from '../model/event.ts'
import { emitEvents } from '../events/emit-event.ts'

/**
 * Keeps what clients tell, all of it or nothing, in the order it came, with the task runs that it tells of; gives the
 * events that were new.
 */
export async function receiveEvents(
  { store, log }: Pick<Services, 'store' | 'log'>,
  sent: readonly EventCreate[],
): Promise<readonly ReceivedEvent[]> {
  const events = sent.map(eventOf)
  const { fresh, unrecorded } = await store.write(async (trx) => ({
    fresh: await emitEvents(trx, store, events),
    unrecorded: await recordTaskRunEvents(trx, store, events),
  }))
  for (const { eventId, reason } of unrecorded) log.warn({ event: eventId, reason }, 'an event tells of no task run')
  return fresh
}

/** What pydantic finds wrong with events beyond their shape (`prefect/server/events/schemas/events.py`). */
export function eventDetails(event: EventCreate, loc: readonly (string | number)[]): readonly InvalidDetail[] {
  const related = event.related ?? []
  return [
    event.event.length <= MOST_NAME
      ? undefined
      : valueError([...loc, 'event'], `Event name must be at most ${MOST_NAME} characters`, event.event),
    resourceDetail(event.resource, [...loc, 'resource']),
    ...related.map(
      (one, at) => resourceDetail(one, [...loc, 'related', at]) ?? roleDetail(one, [...loc, 'related', at]),
    ),
    related.length <= MOST_RELATED
      ? undefined
      : valueError([...loc, 'related'], `The maximum number of related resources is ${MOST_RELATED}`, related),
  ].filter((detail) => detail !== undefined)
}

/** Throws the 422 of events that are not as they should be. */
export function refuseInvalidEvents(events: readonly EventCreate[]): void {
  const details = events.flatMap((event, at) => eventDetails(event, ['body', at]))
  if (details.length > 0) throw invalidRequest(details, events)
}

// Prefect's settings `server.events.maximum_…`
const MOST_NAME = 1024
const MOST_LABELS = 500
const MOST_RELATED = 100

type Labels = EventCreate['resource']

function resourceDetail(labels: Labels, loc: readonly (string | number)[]): InvalidDetail | undefined {
  const id = labels['prefect.resource.id']
  if (Object.keys(labels).length > MOST_LABELS) {
    return valueError(loc, `The maximum number of labels per resource is ${MOST_LABELS}`, labels)
  }
  if (id === undefined) return valueError(loc, 'Resources must include the prefect.resource.id label', labels)
  return id === '' ? valueError(loc, 'The prefect.resource.id label must be non-empty', labels) : undefined
}

function roleDetail(labels: Labels, loc: readonly (string | number)[]): InvalidDetail | undefined {
  const role = labels['prefect.resource.role']
  if (role === undefined) {
    return valueError(loc, 'Related Resources must include the prefect.resource.role label', labels)
  }
  return role === '' ? valueError(loc, 'The prefect.resource.role label must be non-empty', labels) : undefined
}

function eventOf(sent: EventCreate): PrefectEvent {
  const occurred = momentOf(sent.occurred)
  if (occurred === undefined) throw new Error(`not a moment: ${sent.occurred}`)
  return {
    id: sent.id.toLowerCase(),
    occurred,
    event: sent.event,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked by eventDetails
    resource: sent.resource as EventResource,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked by eventDetails
    related: (sent.related ?? []) as readonly RelatedResource[],
    payload: sent.payload ?? {},
    follows: sent.follows?.toLowerCase() ?? null,
  }
}
