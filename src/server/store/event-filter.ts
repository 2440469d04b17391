import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { isAbsent } from '../model/absent.ts'
import type { EventQuery } from '../model/event-query.ts'
import { listOf } from '../model/list-of.ts'
import { type ResourceLabels, patternsOf } from '../model/resource-labels.ts'
import type { EventFilter } from '../model/requests.ts'
import { type Predicate, among, combined } from './predicate.ts'
import { textTerms } from './text-terms.ts'

/** The condition on table `event` that a query says. Its columns stand alone, so that subqueries can use it. */
export function eventMatches(query: EventQuery): Predicate {
  const { filter, since, until } = query
  return allOf([
    sql<SqlBool>`event.occurred >= ${since}`,
    sql<SqlBool>`event.occurred <= ${until}`,
    ...nameTerms(filter.event),
    ...(filter.id?.id?.length
      ? [
          among(
            sql`event.id`,
            filter.id.id.map((id) => id.toLowerCase()),
          ),
        ]
      : []),
    ...resourceTerms(filter.resource),
    ...listOf(filter.related).flatMap((related) => relatedTerms(related, query)),
    ...listOf(filter.any_resource).flatMap((any) => anyTerms(any, query)),
    ...(isAbsent(filter.text) ? [] : textTerms(SEARCHED, filter.text.query)),
  ])
}

const SEARCHED = sql<string>`event.event || ' ' || event.resource || ' ' || event.related || ' ' || event.payload`

type Column = RawBuilder<unknown>

function nameTerms(filter: EventFilter['event']): Predicate[] {
  if (isAbsent(filter)) return []
  const { prefix, exclude_prefix: notPrefix, name, exclude_name: notName } = filter
  const column = sql`event.event`
  return [
    ...(prefix?.length ? [beginsAny(column, prefix)] : []),
    ...(notPrefix?.length ? [sql<SqlBool>`not ${beginsAny(column, notPrefix)}`] : []),
    ...(name?.length ? [among(column, name)] : []),
    ...(notName?.length ? [sql<SqlBool>`not ${among(column, notName)}`] : []),
  ]
}

type ResourceFilter = NonNullable<EventFilter['resource']>

function resourceTerms(filter: EventFilter['resource']): Predicate[] {
  if (isAbsent(filter)) return []
  return [
    ...idTerms(sql`event.resource_id`, filter),
    ...labelTerms({ id: sql`event.resource_id`, json: sql`event.resource` }, filter.labels),
  ]
}

function idTerms(column: Column, { id, id_prefix: prefix }: Pick<ResourceFilter, 'id' | 'id_prefix'>): Predicate[] {
  return [...(id?.length ? [among(column, id)] : []), ...(prefix?.length ? [beginsAny(column, prefix)] : [])]
}

type RelatedFilter = Extract<NonNullable<EventFilter['related']>, { readonly role?: unknown }>

/** All criteria are about the same related resource. Only those that no index knows need the event itself. */
function relatedTerms(filter: RelatedFilter, query: EventQuery): Predicate[] {
  const { role, resources_in_roles: pairs, labels } = filter
  const source = sourceOf(labels, sql`event.related`)
  const terms = [
    ...idTerms(source.id, { id: filter.id ?? null }),
    ...(role?.length ? [among(source.role, role)] : []),
    ...(pairs?.length
      ? [
          sql<SqlBool>`exists (select 1 from json_each(${JSON.stringify(pairs)}) as pair
      where pair.value ->> 0 = ${source.id} and pair.value ->> 1 = ${source.role})`,
        ]
      : []),
    ...labelTerms(source, labels),
  ]
  if (terms.length === 0) return []
  return [source.holds([...terms, ...(role?.length ? [] : [sql<SqlBool>`${source.role} <> ''`])], query)]
}

function anyTerms(filter: Omit<ResourceFilter, 'distinct'>, query: EventQuery): Predicate[] {
  const source = sourceOf(filter.labels, sql`json_insert(event.related, '$[#]', json(event.resource))`)
  const terms = [...idTerms(source.id, filter), ...labelTerms(source, filter.labels)]
  return terms.length === 0 ? [] : [source.holds(terms, query)]
}

type Source = {
  readonly id: Column
  readonly role: Column
  readonly json: Column
  readonly holds: (terms: readonly Predicate[], query: EventQuery) => Predicate
}

function sourceOf(labels: ResourceLabels | null | undefined, list: Column): Source {
  const others = Object.keys(labels ?? {}).filter((label) => label !== ID && label !== ROLE)
  return others.length === 0 ? INDEXED : listed(list)
}

const ID = 'prefect.resource.id'
const ROLE = 'prefect.resource.role'

const INDEXED: Source = {
  id: sql`held.resource_id`,
  role: sql`held.role`,
  json: sql`null`,
  holds: (terms, { since, until }) => sql<SqlBool>`event.seq in (select held.event_seq from event_resource as held
    where ${allOf(terms)} and held.occurred >= ${since} and held.occurred <= ${until})`,
}

function listed(list: Column): Source {
  return {
    id: sql`held.value ->> '$."prefect.resource.id"'`,
    role: sql`coalesce(held.value ->> '$."prefect.resource.role"', '')`,
    json: sql`held.value`,
    holds: (terms) => sql<SqlBool>`exists (select 1 from json_each(${list}) as held where ${allOf(terms)})`,
  }
}

/** A label without patterns matches nothing; the id and the role without any say nothing, as in Prefect. */
function labelTerms(
  source: { readonly id: Column; readonly json: Column; readonly role?: Column },
  labels: ResourceLabels | null | undefined,
): Predicate[] {
  const entries = Object.entries(labels ?? {})
  if (entries.length > MOST_LABELS) return [sql<SqlBool>`0`]
  return entries.flatMap(([label, value]) => {
    const patterns = patternsOf(value)
    if (label === ID) return patterns.length === 0 ? [] : [likeAny(source.id, patterns)]
    if (label === ROLE && source.role !== undefined) return patterns.length === 0 ? [] : [among(source.role, patterns)]
    if (patterns.length === 0) return [sql<SqlBool>`0`]
    return [
      sql<SqlBool>`exists (select 1 from json_each(${source.json}) as label
        where label.key = ${label} and ${likeAny(sql`label.value`, patterns)})`,
    ]
  })
}

/** No resource has more labels. */
const MOST_LABELS = 500
/** No pattern that is longer can be looked for, in characters. */
const MOST_PATTERN = 10_000

/** Wildcards as SQL's: upper and lower case are alike for ASCII, as in Prefect on SQLite. A `!` turns a pattern round. */
function likeAny(column: Column, patterns: readonly string[]): Predicate {
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!')).map(likePattern)
  const unwanted = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => likePattern(pattern.slice(1)))
  return sql<SqlBool>`(exists (select 1 from json_each(${listText(wanted)}) as wanted
      where ${column} like wanted.value escape '\\')
    or exists (select 1 from json_each(${listText(unwanted)}) as unwanted
      where ${column} not like unwanted.value escape '\\'))`
}

function listText(patterns: readonly string[]): string {
  return JSON.stringify(patterns.filter((pattern) => pattern.length <= MOST_PATTERN))
}

function likePattern(pattern: string): string {
  return pattern
    .replaceAll(/[\\%_]/g, String.raw`\$&`)
    .replaceAll(/\*+/g, '%')
    .replaceAll('?', '_')
}

/** As ranges, which an index can answer; very many are looked through instead. */
function beginsAny(column: Column, texts: readonly string[]): Predicate {
  if (texts.length > MOST_RANGES) {
    return sql<SqlBool>`exists (select 1 from json_each(${JSON.stringify(texts)}) as prefix
      where ${column} >= prefix.value and ${column} < prefix.value || ${LAST})`
  }
  const ranges = texts.map((text) => sql`(${column} >= ${text} and ${column} < ${`${text}${LAST}`})`)
  return sql<SqlBool>`(${sql.join(ranges, sql` or `)})`
}

const MOST_RANGES = 20
/** Comes after every text. */
const LAST = '\u{10FFFF}'

/** Half by half, as SQLite bounds how deep a condition may be. */
function allOf(terms: readonly Predicate[]): Predicate {
  if (terms.length <= 10) return combined('and_', terms)
  const middle = Math.ceil(terms.length / 2)
  return combined('and_', [allOf(terms.slice(0, middle)), allOf(terms.slice(middle))])
}
