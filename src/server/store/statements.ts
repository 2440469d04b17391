import type Database from 'better-sqlite3'

/** More different texts than the server has; a filter with many shapes only costs a few compilations. */
const MOST = 500

/**
 * The database with its prepared statements kept by their text: Kysely prepares anew for every query, and compiling the
 * SQL is most of what a small query costs.
 */
export function remembered(database: Database.Database): Pick<Database.Database, 'close' | 'prepare'> {
  const statements = new Map<string, Database.Statement>()
  const prepare = (text: string): Database.Statement => {
    const known = statements.get(text)
    if (known !== undefined) return known
    if (statements.size >= MOST) statements.clear()
    const statement = database.prepare(text)
    statements.set(text, statement)
    return statement
  }
  return { prepare: prepare as Database.Database['prepare'], close: () => database.close() }
}
