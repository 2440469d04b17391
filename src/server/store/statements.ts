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
    const statement = database.prepare(text)
    statements.set(text, statement)
    return statement
  }
  return { prepare, close: () => void database.close() }
}
