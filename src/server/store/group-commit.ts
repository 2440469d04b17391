import type Database from 'better-sqlite3'
import { type Kysely, sql } from 'kysely'
import type { Board } from './announcement.ts'
import type { Writer } from './access.ts'
import type { Tables } from './tables.ts'

/** Runs a write, if need be more than once; resolves when it is committed, and throws what it threw when it was rolled back. */
export type Write = <T>(work: (trx: Writer) => Promise<T>) => Promise<T>

export type GroupCommit = {
  readonly write: Write
  /** Resolves when no write waits any more. */
  readonly settled: () => Promise<void>
}

/** One write that waits for its turn, and how to tell its caller. */
type Job = {
  readonly work: (trx: Writer) => Promise<unknown>
  readonly board: ReturnType<Board['collect']>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/** So many writes take some ten milliseconds, during which reads wait. */
const MOST_AT_ONCE = 32

/**
 * Commits the writes that are wanted at the same moment together: a commit costs more than most of what it commits. Each
 * stands in a savepoint of its own, so one that throws is undone alone, and each is acknowledged after the one commit of
 * them all. If that fails, each is done again in a transaction of its own, so that only the guilty fail: what a write
 * does must lie in its transaction, and in what it gives.
 */
export function groupCommit(db: Kysely<Tables>, database: Database.Database, board: Board): GroupCommit {
  const waiting: Job[] = []
  let draining: Promise<void> | undefined
  return {
    write: (work) =>
      new Promise((resolve, reject) => {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the job's value is what its own work gave
        waiting.push({ work, board: board.collect(), resolve: resolve as (value: unknown) => void, reject })
        draining ??= drain()
      }),
    settled: async () => draining,
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      // whatever has arrived on other connections meanwhile comes along
      await new Promise<void>((resolve) => void setImmediate(resolve))
      await commit(waiting.splice(0, MOST_AT_ONCE))
    }
    // at once, and not a turn later: by then the next write could have come and found nobody
    draining = undefined
  }

  async function commit(jobs: readonly Job[]): Promise<void> {
    const done: (() => void)[] = []
    try {
      await db.transaction().execute(async (trx) => {
        for (const job of jobs) done.push(await outcome(trx, job))
      })
    } catch (error) {
      if (jobs.length === 1) jobs[0]?.reject(error)
      else for (const job of jobs) await commit([job])
      return
    }
    for (const tell of done) tell()
  }

  /** Does one job. Gives what tells its caller, for after the commit. */
  async function outcome(trx: Writer, { work, board: announced, resolve, reject }: Job): Promise<() => void> {
    announced.begin(trx)
    await sql`savepoint job`.execute(trx)
    try {
      const value = await work(trx)
      await sql`release job`.execute(trx)
      return () => {
        announced.publish()
        resolve(value)
      }
    } catch (error) {
      // some errors, such as a full disk, make SQLite roll everything back by itself: then nobody's work is there
      if (!database.inTransaction) throw error
      await sql`rollback to job`.execute(trx)
      await sql`release job`.execute(trx)
      return () => reject(error)
    }
  }
}
