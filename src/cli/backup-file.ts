import type { Stats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { RegistrarError } from '../model/error.ts'
import { makeFolder } from '../server/store/folder.ts'

type Copy = {
  /** The database that is to be copied. */
  readonly source: string
  /** Whether a file that is there may be overwritten. */
  readonly force?: boolean
}

/** Makes the folder of a backup. Refuses a name that is taken, and that of the database itself. */
export async function prepareBackupFile(file: string, copy: Copy): Promise<void> {
  const there = await fileAt(file)
  if (there !== undefined) await refuseTaken(file, there, copy)
  try {
    makeFolder(dirname(file))
  } catch (cause) {
    throw backupFailed(file, cause)
  }
}

async function refuseTaken(file: string, there: Stats, { source, force }: Copy): Promise<void> {
  if (there.isDirectory()) {
    throw new RegistrarError({
      code: 'backup_failed',
      subject: file,
      message: 'it is a folder',
      hint: `Name a file in it, such as ${join(file, 'registrar.db')}`,
    })
  }
  if (!force) {
    throw new RegistrarError({
      code: 'file_exists',
      subject: file,
      message: 'there is a file of this name already',
      hint: 'Name another one, or overwrite it with --force.',
    })
  }
  const database = await fileAt(source)
  if (database?.ino === there.ino && database.dev === there.dev) {
    throw new RegistrarError({
      code: 'own_database',
      subject: file,
      message: 'this is the database that is to be copied',
      hint: 'Name another file.',
    })
  }
}

/** The error of a copy that the file system does not take. */
export function backupFailed(file: string, cause: unknown): RegistrarError {
  return new RegistrarError({
    code: 'backup_failed',
    subject: file,
    message: `the copy cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`,
    hint: 'Name a file in a folder that can be written and has room.',
    cause,
  })
}

/** The file or folder at this path; undefined where there is none. */
export async function fileAt(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined
    throw backupFailed(path, error)
  }
}
