import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { parseTextQuery } from '../model/text-query.ts'
import type { Predicate } from './predicate.ts'

/** The conditions on an expression that gives a text. Upper and lower case are alike for ASCII, as in SQLite. */
export function textTerms(text: RawBuilder<string>, query: string): Predicate[] {
  const { include, exclude, required } = parseTextQuery(query)
  const holds = (term: string): Predicate => sql<SqlBool>`instr(lower(${text}), ${term}) > 0`
  const terms = [...required.map(holds), ...exclude.map((term) => sql<SqlBool>`not ${holds(term)}`)]
  if (include.length === 0) return terms
  return [...terms, sql<SqlBool>`(${sql.join(include.map(holds), sql` or `)})`]
}
