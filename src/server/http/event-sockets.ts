import { streamEvents } from '../events/event-stream.ts'
import { criteriaProblem, eventQuery } from '../model/event-query.ts'
import { eventDetails, receiveEvents } from '../task-runs/receive-events.ts'
import type { EventCreate } from '../model/requests.ts'
import { type SocketRoute, socketRoute } from '../sockets/route.ts'
import { filterMessage, parsedBody } from './socket-messages.ts'

/** How many events that came over one socket are kept with one transaction, at most. */
const MOST_AT_ONCE = 200
/** How far back a subscriber may ask for what it missed, in microseconds. */
const LOOK_BACK = 15 * 60 * 1_000_000

/** `/events/in` and `/events/out`. */
export const eventSockets: readonly SocketRoute[] = [
  socketRoute('/events/in', {
    summary: 'Keep the events that a client sends, one in each message',
    async accept(socket, _params, services) {
      for await (const texts of socket.batches(MOST_AT_ONCE)) {
        const { events, problem } = readEvents(texts)
        await receiveEvents(services, events)
        if (problem !== undefined) return socket.close(1002, problem)
      }
    },
  }),
  socketRoute('/events/out', {
    summary: 'Send the events that a filter asks for: those since its time, then new ones as they come',
    async accept(socket, _params, { store }) {
      const message = await filterMessage(socket, 'EventFilter')
      if (message === undefined) return
      const problem = criteriaProblem(message.filter)
      if (problem !== undefined) return socket.close(1002, `Invalid filter: ${problem}`)
      const now = store.now()
      const query = eventQuery({ ...message.filter, order: 'ASC' }, now)
      const clamped = { ...query, since: Math.max(query.since, now - LOOK_BACK) }
      await streamEvents(socket, store, clamped, { backfill: message.backfill !== false })
    },
  }),
]

/** The events before the first that is none. */
function readEvents(texts: readonly string[]): { readonly events: readonly EventCreate[]; readonly problem?: string } {
  const events: EventCreate[] = []
  for (const text of texts) {
    const event = parsedBody('Event', text)
    if (typeof event === 'string') return { events, problem: `Invalid event: ${event}` }
    const [detail] = eventDetails(event.value, [])
    if (detail !== undefined) return { events, problem: `Invalid event: ${detail.msg}` }
    events.push(event.value)
  }
  return { events }
}
