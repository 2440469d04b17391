import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import Database from 'better-sqlite3'
import { reasonOf } from '../reason.ts'
import { ServerError } from '../server-error.ts'

/**
 * Copies a database while it is in use: the copy is what was committed at one moment. It appears under its name only
 * when it is whole. The pages are copied a few at a time, so that requests are answered in between.
 */
export async function copyDatabase(database: Database.Database, file: string): Promise<void> {
  const unfinished = `${file}.part`
  try {
    await database.backup(unfinished, { progress: () => PAGES_AT_ONCE })
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

/** 4 MB: some milliseconds. */
const PAGES_AT_ONCE = 1000

/**
 * Keeps a copy of the database as it is before migrations change it, once for each of them: `registrar.db.before-0003-runs`.
 * Gives the copy's path, or undefined when there is nothing to keep.
 */
export function keepBeforeMigration(database: Database.Database, file: string, migration: string): string | undefined {
  const copy = `${file}.before-${migration}`
  if (file === ':memory:' || existsSync(copy)) return undefined
  database.prepare('vacuum into ?').run(copy)
  return copy
}

/** Opens the database of a server that is not running. Throws a `ServerError` when there is none, or another process has it. */
export function openIdle(file: string): Database.Database {
  let database: Database.Database | undefined
  try {
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
