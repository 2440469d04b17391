import { SqliteAdapter, SqliteDialect } from 'kysely'

/** SQLite, whose tables are changed within a transaction: migrations are done whole or not at all, whenever the process dies. */
export class TransactionalDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter()
  }
}

/** SQLite can, and Kysely does not know it. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}
