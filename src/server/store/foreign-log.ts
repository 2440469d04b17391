import { closeSync, existsSync, openSync, readSync, renameSync } from 'node:fs'

/**
 * Puts aside a write-ahead log that is not that of the database beside it, as `registrar.db-wal.foreign`: somebody has put
 * a copy in the place of a database that was not closed. SQLite would carry the log into the copy and destroy it. A
 * database of ours says in its file that it has a log before there is one, and copies say that they have none.
 */
export function putForeignLogAside(file: string): void {
  const log = `${file}-wal`
  if (existsSync(log) && existsSync(file) && saysNoLog(file)) renameSync(log, `${log}.foreign`)
}

/** The "file format write version" of SQLite's header: 1 is a rollback journal, 2 a write-ahead log. */
const VERSION_AT = 18
const NO_LOG = 1

function saysNoLog(file: string): boolean {
  const descriptor = openSync(file, 'r')
  try {
    const [version] = readVersion(descriptor)
    return version === NO_LOG
  } finally {
    closeSync(descriptor)
  }
}

function readVersion(descriptor: number): Uint8Array {
  const bytes = new Uint8Array(1)
  return bytes.subarray(0, readSync(descriptor, bytes, 0, 1, VERSION_AT))
}
