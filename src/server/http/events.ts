import type { Context } from 'hono'
import { COUNTABLES, countEventsFor } from '../events/count-events.ts'
import { eventBody } from '../model/event.ts'
import { type EventQuery, criteriaProblem, eventQuery } from '../model/event-query.ts'
import { nextPageOf, nextPageToken } from '../events/page-token.ts'
import { receiveEvents, refuseInvalidEvents } from '../task-runs/receive-events.ts'
import { type Problem, invalidRequest, refused } from '../problem.ts'
import type { EventFilter } from '../model/requests.ts'
import type { Services } from '../services.ts'
import { countEvents, findEvents } from '../store/event.ts'
import type { Reader } from '../store/store.ts'
import { checkedBody } from '../bodies/checked-body.ts'
import { requiredText } from './query.ts'
import { NO_CONTENT, type Route, get, ok, post } from './route.ts'

/** How many events a page has. */
const PAGE_SIZE = 50

/** `/events`: what happened. */
export function eventRoutes(services: Services): readonly Route[] {
  const { store } = services
  return [
    post('/events', {
      summary: 'Keep events',
      body: 'Events',
      answers: { 204: 'nothing' },
      async handle({ body }) {
        refuseInvalidEvents(body)
        await receiveEvents(services, body)
        return NO_CONTENT
      },
    }),
    post('/events/filter', {
      summary: 'Find events',
      body: 'EventsQuery',
      answers: { 200: 'EventPage' },
      async handle({ body }, c) {
        const query = eventQuery(checkedFilter(body.filter ?? {}), store.now())
        const size = body.limit ?? PAGE_SIZE
        const pages = store.read(async (db) => {
          const count = await countEvents(db, query)
          return pageBody(db, query, { count, size, offset: 0 }, c)
        })
        return ok(await pages)
      },
    }),
    get('/events/filter/next', {
      summary: 'Read the next page of a list of events',
      query: { 'page-token': { type: 'string', required: true } },
      answers: { 200: 'EventPage' },
      async handle({ query: sent }, c) {
        const page = nextPageOf(requiredText(sent, 'page-token'))
        if (page === undefined) throw refused(403, 'Forbidden')
        const filter = checkedBody('EventFilter', JSON.parse(JSON.stringify(page.filter)))
        const query = eventQuery(checkedFilter(filter), store.now())
        const stretch = { count: page.count, size: Math.min(page.page_size, PAGE_SIZE), offset: page.offset }
        return ok(await store.read((db) => pageBody(db, query, stretch, c)))
      },
    }),
    post('/events/count-by/{countable}', {
      summary: 'Count events by day, time, name or resource',
      body: 'EventCountRequest',
      answers: { 200: { list: 'EventCount' } },
      async handle({ params, body }) {
        const countable = COUNTABLES.find((name) => name === params.countable)
        if (countable === undefined) throw notCountable(params.countable, body)
        const now = store.now()
        const by = { countable, unit: body.time_unit ?? 'day', interval: body.time_interval ?? 1, now } as const
        return ok(await store.read((db) => countEventsFor(db, eventQuery(checkedFilter(body.filter), now), by)))
      },
    }),
  ]
}

function checkedFilter(filter: EventFilter): EventFilter {
  const problem = criteriaProblem(filter)
  if (problem !== undefined) throw refused(422, problem)
  return filter
}

type Stretch = { readonly count: number; readonly size: number; readonly offset: number }

async function pageBody(db: Reader, query: EventQuery, stretch: Stretch, c: Context): Promise<object> {
  const events = await findEvents(db, query, { limit: stretch.size, offset: stretch.offset })
  const token = nextPageToken(query, stretch)
  const url = new URL('/api/events/filter/next', c.req.url)
  if (token !== undefined) url.searchParams.set('page-token', token)
  return {
    events: events.map(eventBody),
    total: stretch.count,
    next_page: token === undefined ? null : url.href,
  }
}

function notCountable(sent: string, body: unknown): Problem {
  const expected = "'day', 'time', 'event' or 'resource'"
  const detail = {
    type: 'enum',
    loc: ['path', 'countable'],
    msg: `Input should be ${expected}`,
    input: sent,
    ctx: { expected },
  }
  return invalidRequest([detail], body)
}
