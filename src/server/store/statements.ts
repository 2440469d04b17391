import type Database from 'better-sqlite3'
import type { SqliteDatabase } from 'kysely'

/** More different texts than the server has; a filter with many shapes only costs a few compilations. */
const MOST = 500

const NOTHING = 'select 1 where 0'

/**
 * The database with its prepared statements kept by their text: Kysely prepares anew for every query, and compiling the
 * SQL is most of what a small query costs. A rollback that SQLite has made by itself, as when the disk is full, is not
 * asked for again: the refusal would hide the error.
 */
export function remembered(database: Database.Database): SqliteDatabase {
  const statements = new Map<string, Database.Statement>()
  const prepare = (wanted: string) => {
    const text = wanted === 'rollback' && !database.inTransaction ? NOTHING : wanted
    const known = statements.get(text)
    if (known !== undefined) return known
    if (statements.size >= MOST) statements.clear()
    const statement = database.prepare(steady(text))
    statements.set(text, statement)
    return statement
  }
  return { prepare, close: () => void database.close() }
}

/**
 * The same statement, its parameters hidden behind a plus where SQLite's planner would look at their values (in `limit`
 * and `like`, and in equations beside a join): a plan that was made for values is made anew whenever they are bound,
 * which costs ten times what the query itself does. A unary plus changes no value.
 */
export function steady(text: string): string {
  const bounded = text.replaceAll(/\b(limit|like) \?/gi, '$1 +?')
  if (!/\bjoin\b/i.test(bounded)) return bounded
  return bounded.replaceAll(/(=|\bis|\bis not) \?/gi, '$1 +?')
}
