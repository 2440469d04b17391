import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import type { Clock } from '../../model/clock.ts'
import { reasonOf } from '../reason.ts'
import { ServerError } from '../server-error.ts'
import { MIGRATIONS } from './migrations/all.ts'
import type { Reader, Writer } from './access.ts'
import { type Listener, newBoard } from './announcement.ts'
import { copyDatabase, keepBeforeMigration } from './backup.ts'
import { TransactionalDialect } from './dialect.ts'
import { makeFolder } from './folder.ts'
import { putForeignLogAside } from './foreign-log.ts'
import { type Write, groupCommit } from './group-commit.ts'
import { type Stamp, stamps } from '../model/stamp.ts'
import { remembered } from './statements.ts'
import type { Tables } from './tables.ts'

export type { Reader, Writer }

/** The one SQLite file of a server. One connection: reads and writes take turns. */
export type Store = {
  /** Reads: all that `work` asks for comes from one state of the data. */
  read<T>(work: (db: Reader) => Promise<T>): Promise<T>
  /** Writes: all of it or, when `work` throws, nothing. Resolves when it is committed. */
  readonly write: Write
  /** Tells what writes have announced, after they are committed. Gives what ends it. */
  subscribe(listener: Listener): () => void
  /** Writes a copy of everything that is committed to a file, while the server works. Throws a `ServerError`. */
  backup(file: string): Promise<void>
  /** Gives unused pages back to the disk, at most so many at once; false when none are left. */
  reclaim(pages: number): boolean
  /** The present moment, later than every one given before. */
  readonly now: () => Stamp
  readonly uuid: () => string
  close(): Promise<void>
}

/** How long to wait for another process that is just letting go of the file. */
const BUSY_TIMEOUT_MS = 1000
/** How much of the file SQLite keeps in memory at most. Its own 2 MiB do not hold the indexes of some ten thousand runs. */
const CACHE_KIB = 32 * 1024

/**
 * Opens `<data>/registrar.db`, makes the folder and brings the tables up to date. `:memory:` keeps everything in memory.
 * The file is held with SQLite's exclusive lock, which ends with the process: a second server on the same folder is
 * refused instead of scheduling everything twice.
 */
export async function openStore(args: { data: string; clock: Clock; uuid: () => string }): Promise<Store> {
  const file = args.data === ':memory:' ? args.data : join(args.data, 'registrar.db')
  const database = openDatabase(args.data, file)
  const db = new Kysely<Tables>({ dialect: new TransactionalDialect({ database: remembered(database) }) })
  try {
    await migrate(db, database, file)
  } catch (error) {
    await db.destroy()
    throw error
  }
  const board = newBoard()
  const group = groupCommit(db, database, board)
  return {
    read: (work) => db.connection().execute(work),
    write: group.write,
    subscribe: (listener) => board.subscribe(listener),
    backup: (copy) => copyDatabase(database, copy),
    reclaim: (pages) => reclaim(database, pages),
    now: stamps(args.clock),
    uuid: args.uuid,
    async close() {
      await group.settled()
      await db.destroy()
    },
  }
}

function openDatabase(folder: string, file: string): Database.Database {
  let database: Database.Database | undefined
  try {
    if (file !== ':memory:') {
      makeFolder(folder)
      putForeignLogAside(file)
    }
    database = new Database(file, { timeout: BUSY_TIMEOUT_MS })
    database.pragma('locking_mode = EXCLUSIVE')
    // for a new file only: what retention deletes goes back to the disk bit by bit
    database.pragma('auto_vacuum = INCREMENTAL')
    database.pragma('journal_mode = WAL')
    // A crash of the process loses nothing, a power cut at most the last commits, and never the file: git says it all again.
    database.pragma('synchronous = NORMAL')
    database.pragma(`cache_size = -${CACHE_KIB}`)
    database.pragma('foreign_keys = ON')
    database.exec('begin immediate; commit')
    return database
  } catch (error) {
    database?.close()
    throw unopened(file, error)
  }
}

function unopened(file: string, cause: unknown): ServerError {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : ''
  if (code.startsWith('SQLITE_BUSY')) {
    return new ServerError({
      code: 'data_folder_in_use',
      subject: file,
      message: 'another process has the data folder open',
      hint: 'Stop the other server, or give this one a folder of its own with --data.',
      cause,
    })
  }
  if (code.startsWith('SQLITE_NOTADB') || code.startsWith('SQLITE_CORRUPT')) {
    return new ServerError({
      code: 'data_file_damaged',
      subject: file,
      message: 'this is not a database that can be read',
      hint: 'Move the file away: the next apply registers everything again.',
      cause,
    })
  }
  return new ServerError({
    code: 'data_folder_unusable',
    subject: file,
    message: `the data folder cannot be used: ${reasonOf(cause)}`,
    hint: 'Make the folder writable and leave room on the disk, or name another one with --data.',
    cause,
  })
}

/** Unused pages, given back a few at a time: a whole VACUUM would stop every request for its time. */
function reclaim(database: Database.Database, pages: number): boolean {
  const unused = () => Number(database.pragma('freelist_count', { simple: true }))
  const before = unused()
  if (before === 0) return false
  database.pragma(`incremental_vacuum(${pages})`)
  const after = unused()
  return after > 0 && after < before
}

/** Brings the tables up to date, after a copy of what was there. */
async function migrate(db: Kysely<Tables>, database: Database.Database, file: string): Promise<void> {
  try {
    const migrator = new Migrator({ db, provider: MIGRATIONS })
    const known = await migrator.getMigrations()
    const next = known.find(({ executedAt }) => executedAt === undefined)
    const isUsed = known.some(({ executedAt }) => executedAt !== undefined)
    if (next !== undefined && isUsed) keepBeforeMigration(database, file, next.name)
    const { error } = await migrator.migrateToLatest()
    if (error !== undefined) throw error
  } catch (cause) {
    throw new ServerError({
      code: 'migration_failed',
      subject: file,
      message: `the tables could not be brought up to date: ${reasonOf(cause)}`,
      hint: 'A newer registrar may have written this file. Use that version, or name another folder with --data.',
      cause,
    })
  }
}
