import { isAbsent } from './absent.ts'
import { listOf } from './list-of.ts'
import { optionalMoment } from './moment.ts'
import type { EventFilter } from './requests.ts'
import { type Stamp, stampText } from './stamp.ts'
import { matchesText, parseTextQuery } from './text-query.ts'
import type { EventResource, PrefectEvent } from './event.ts'
import { hasLabels, patternsOf } from './resource-labels.ts'

/** A filter with its time settled. */
export type EventQuery = { readonly filter: EventFilter; readonly since: Stamp; readonly until: Stamp }

const DAY = 86_400_000_000
/** How far back a filter without a time looks, from the beginning of the day. */
const LOOK_BACK_DAYS = 180

/** How many resources, beginnings and patterns one filter may ask for; Prefect has no bound but its own patience. */
const MOST_CRITERIA = 100

/** Why a filter asks for too much; undefined when it does not. */
export function criteriaProblem(filter: EventFilter): string | undefined {
  const related = listOf(filter.related)
  const resources = [...listOf(filter.any_resource), ...listOf(filter.resource)]
  const lists = [
    related,
    resources,
    filter.event?.prefix,
    filter.event?.exclude_prefix,
    ...resources.map(({ id_prefix: prefix }) => prefix),
    ...[...related, ...resources].flatMap(({ labels }) => Object.values(labels ?? {}).map(patternsOf)),
  ]
  const count = lists.reduce((sum, list) => sum + (list?.length ?? 0), 0)
  return count <= MOST_CRITERIA ? undefined : `A filter may have at most ${MOST_CRITERIA} criteria.`
}

/** The query that a filter means at this moment. */
export function eventQuery(filter: EventFilter, now: Stamp): EventQuery {
  const { since, until } = filter.occurred ?? {}
  return {
    filter,
    since: optionalMoment(since) ?? now - (now % DAY) - LOOK_BACK_DAYS * DAY,
    until: optionalMoment(until) ?? now,
  }
}

/** The filter with its time written out, so that it means the same later. */
export function settledFilter({ filter, since, until }: EventQuery): EventFilter {
  return { ...filter, occurred: { since: stampText(since), until: stampText(until) } }
}

/**
 * Whether an event is one of those that a query asks for. Related resources are looked at, too, which Prefect's own
 * subscribers do not.
 */
export function eventTest({ filter, since, until }: EventQuery): (event: PrefectEvent) => boolean {
  const text = isAbsent(filter.text) ? undefined : parseTextQuery(filter.text.query)
  const related = listOf(filter.related)
  const any = listOf(filter.any_resource)
  const ids = filter.id?.id?.map((id) => id.toLowerCase())
  return (event) =>
    since <= event.occurred &&
    event.occurred <= until &&
    hasName(filter.event, event.event) &&
    (!ids?.length || ids.includes(event.id)) &&
    isResource(filter.resource, event.resource) &&
    related.every((wanted) => isEmpty(wanted) || event.related.some((resource) => isRelated(wanted, resource))) &&
    any.every((wanted) => [event.resource, ...event.related].some((resource) => isResource(wanted, resource))) &&
    (text === undefined || matchesText(searchable(event), text))
}

function hasName(filter: EventFilter['event'], name: string): boolean {
  if (isAbsent(filter)) return true
  const { prefix, exclude_prefix: notPrefix, name: names, exclude_name: notNames } = filter
  return (
    (!prefix?.length || prefix.some((begin) => name.startsWith(begin))) &&
    !notPrefix?.some((begin) => name.startsWith(begin)) &&
    (!names?.length || names.includes(name)) &&
    !notNames?.includes(name)
  )
}

type Wanted = NonNullable<EventFilter['resource']>

function isResource(filter: Omit<Wanted, 'distinct'> | null | undefined, resource: EventResource): boolean {
  if (isAbsent(filter)) return true
  const { id, id_prefix: prefix, labels } = filter
  const own = resource['prefect.resource.id']
  return (
    (!id?.length || id.includes(own)) &&
    (!prefix?.length || prefix.some((begin) => own.startsWith(begin))) &&
    (isAbsent(labels) || hasLabels(labels, resource))
  )
}

type WantedRelated = Extract<NonNullable<EventFilter['related']>, { readonly role?: unknown }>

function isRelated(filter: WantedRelated, resource: EventResource): boolean {
  const { id, role, resources_in_roles: pairs, labels } = filter
  const own = resource['prefect.resource.id']
  const held = resource['prefect.resource.role'] ?? ''
  return (
    (!id?.length || id.includes(own)) &&
    (!role?.length || role.includes(held)) &&
    (!pairs?.length || pairs.some(([wanted, inRole]) => wanted === own && inRole === held)) &&
    (isAbsent(labels) || hasLabels(labels, resource))
  )
}

function isEmpty(filter: WantedRelated): boolean {
  const { id, role, resources_in_roles: pairs, labels } = filter
  return !id?.length && !role?.length && !pairs?.length && Object.keys(labels ?? {}).length === 0
}

function searchable(event: PrefectEvent): string {
  return [event.event, ...[event.resource, ...event.related, event.payload].map((part) => JSON.stringify(part))].join(
    ' ',
  )
}
