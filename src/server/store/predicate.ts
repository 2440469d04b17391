import { isAbsent } from '../model/absent.ts'
import { type RawBuilder, type SqlBool, sql } from 'kysely'

/** A condition of a `where`. */
export type Predicate = RawBuilder<SqlBool>

export const ALWAYS: Predicate = sql<SqlBool>`1`

/** Joins conditions as a filter's `operator` says. No condition at all is always true. */
export function combined(operator: 'and_' | 'or_' | undefined, terms: readonly Predicate[]): Predicate {
  if (terms.length === 0) return ALWAYS
  return sql<SqlBool>`(${sql.join(terms, operator === 'or_' ? sql` or ` : sql` and `)})`
}

/**
 * The values travel as one JSON text, so that the SQL, and with it the prepared statement, stays the same. For a single
 * one it is an equation: only then does an index give what was found in its order.
 */
export function among(column: string | RawBuilder<unknown>, values: readonly string[]): Predicate {
  const compared = typeof column === 'string' ? sql.ref(column) : column
  if (values.length === 1) return sql<SqlBool>`${compared} = ${values[0]}`
  return sql<SqlBool>`${compared} in (select value from json_each(${JSON.stringify(values)}))`
}

/**
 * A list of texts of our own, for `in`, as literals: SQLite compares them with the conditions of partial indexes. Never for
 * what a request has sent.
 */
export function literals(texts: readonly string[]): RawBuilder<unknown> {
  return sql`(${sql.join(texts.map((text) => sql.lit(text)))})`
}

/** That a column has none of the values. */
export function notAmong(column: string, values: readonly string[]): Predicate {
  return sql<SqlBool>`${sql.ref(column)} not in (select value from json_each(${JSON.stringify(values)}))`
}

/** Holds the text, upper and lower case alike for ASCII; `%` and `_` are wildcards, as in Prefect. */
export function like(column: string, text: string): Predicate {
  return sql<SqlBool>`${sql.ref(column)} like ${`%${text}%`}`
}

export function startsLike(column: string, texts: readonly string[]): Predicate {
  if (texts.length === 0) return ALWAYS
  if (texts.length === 1) return sql<SqlBool>`${sql.ref(column)} like ${`${texts[0]}%`}`
  return sql<SqlBool>`exists (select 1 from json_each(${JSON.stringify([...new Set(texts)])}) as beginning
    where ${sql.ref(column)} like beginning.value || '%')`
}

type Nullish<T> = T | null | undefined

type Among = { readonly any_?: Nullish<readonly string[]>; readonly not_any_?: Nullish<readonly string[]> }

/** An `any_`/`not_any_` criterion. `any_: []` matches nothing; `not_any_: []` says nothing. */
export function amongTerms(column: string, filter: Nullish<Among>): Predicate[] {
  const terms: Predicate[] = []
  if (!isAbsent(filter?.any_)) terms.push(among(column, filter.any_))
  if (!isAbsent(filter?.not_any_) && filter.not_any_.length > 0) terms.push(notAmong(column, filter.not_any_))
  return terms
}

/** A name criterion. */
export function nameTerms(
  column: string,
  filter: Nullish<{ readonly any_?: Nullish<readonly string[]>; readonly like_?: Nullish<string> }>,
): Predicate[] {
  const terms = amongTerms(column, { any_: filter?.any_ })
  if (filter?.like_) terms.push(like(column, filter.like_))
  return terms
}

type Tags = {
  readonly operator?: 'and_' | 'or_'
  readonly all_?: Nullish<readonly string[]>
  readonly any_?: Nullish<readonly string[]>
  readonly is_null_?: Nullish<boolean>
}

/** A tags criterion over a column of JSON lists. */
export function tagTerms(column: string, filter: Nullish<Tags>): Predicate[] {
  if (isAbsent(filter)) return []
  const tags = sql.ref(column)
  const terms: Predicate[] = []
  if (!isAbsent(filter.all_) && filter.all_.length > 0) {
    const wanted = [...new Set(filter.all_)]
    terms.push(sql<SqlBool>`(${mayHold('and_', tags, wanted)}
      and (select count(distinct held.value) from json_each(${tags}) as held
        where held.value in (select value from json_each(${JSON.stringify(wanted)}))) = ${wanted.length})`)
  }
  if (!isAbsent(filter.any_)) {
    terms.push(sql<SqlBool>`(${mayHold('or_', tags, filter.any_)}
      and exists (select 1 from json_each(${tags}) as held
        where held.value in (select value from json_each(${JSON.stringify(filter.any_)}))))`)
  }
  if (!isAbsent(filter.is_null_)) terms.push(sql<SqlBool>`${tags} ${sql.raw(filter.is_null_ ? '=' : '<>')} '[]'`)
  return [combined(filter.operator, terms)]
}

/** Whether the texts of tags are there at all: most rows need no look into their JSON then. Of many, nothing is known. */
function mayHold(operator: 'and_' | 'or_', tags: RawBuilder<unknown>, wanted: readonly string[]): Predicate {
  if (wanted.length > FEW) return ALWAYS
  return combined(
    operator,
    wanted.map((tag) => sql<SqlBool>`instr(${tags}, ${JSON.stringify(tag)})`),
  )
}

/** More make a longer statement than SQLite reads, in the end. */
const FEW = 8
