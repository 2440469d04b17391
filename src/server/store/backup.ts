import { existsSync, renameSync, rmSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import Database from 'better-sqlite3'
import { reasonOf } from '../reason.ts'
import { ServerError } from '../server-error.ts'
import { putForeignLogAside } from './foreign-log.ts'

/**
 * Copies a database while it is in use: the copy is what was committed at one moment. It appears under its name only
 * when it is whole. The pages are copied a few at a time, so that requests are answered in between. It is no database
 * with a write-ahead log: so a log that lies where it is put later is known not to be its own.
 */
export async function copyDatabase(database: Database.Database, file: string): Promise<void> {
  const unfinished = `${file}.part`
  try {
    // of a copy that was broken off
    await rm(unfinished, { force: true })
    await database.backup(unfinished, { progress: () => PAGES_AT_ONCE })
    withoutLog(unfinished)
    await rename(unfinished, file)
  } catch (cause) {
    await rm(unfinished, { force: true })
    throw new ServerError({
      code: 'backup_failed',
      subject: file,
      message: `the copy cannot be written: ${reasonOf(cause)}`,
      hint: 'Name a file in a folder that exists, can be written and has room.',
      cause,
    })
  }
}

function withoutLog(file: string): void {
  const copy = new Database(file)
  try {
    copy.pragma('locking_mode = EXCLUSIVE')
    copy.pragma('journal_mode = DELETE')
  } finally {
    copy.close()
  }
}

/** 4 MB: some milliseconds. */
const PAGES_AT_ONCE = 1000

/**
 * Keeps a copy of the database as it is before migrations change it, once for each of them: `registrar.db.before-0003-runs`.
 * Gives the copy's path, or undefined when there is nothing to keep.
 */
export function keepBeforeMigration(database: Database.Database, file: string, migration: string): string | undefined {
  const copy = `${file}.before-${migration}`
  if (file === ':memory:' || existsSync(copy)) return undefined
  // a copy that was broken off must not pass for one
  const unfinished = `${copy}.part`
  rmSync(unfinished, { force: true })
  try {
    database.prepare('vacuum into ?').run(unfinished)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  }
  renameSync(unfinished, copy)
  return copy
}

/** Opens the database of a server that is not running. Throws a `ServerError` when there is none, or another process has it. */
export function openIdle(file: string): Database.Database {
  let database: Database.Database | undefined
  try {
    putForeignLogAside(file)
    database = new Database(file, { fileMustExist: true, timeout: 0 })
    database.pragma('locking_mode = EXCLUSIVE')
    database.exec('begin immediate; commit')
    return database
  } catch (cause) {
    database?.close()
    throw new ServerError({
      code: 'data_file_unusable',
      subject: file,
      message: existsSync(file) ? `the database cannot be opened: ${reasonOf(cause)}` : 'there is no database',
      hint: 'Name the data folder of the server with --data. A server that runs is found by itself in its own folder.',
      cause,
    })
  }
}
