import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { platform } from 'node:os'
import { dirname, join } from 'node:path'
import { reasonOf } from '../reason.ts'
import { ServerError } from '../server-error.ts'

/** Where a data folder keeps the key of its blocks. */
export function keyFileOf(folder: string): string {
  return join(folder, 'blocks.key')
}

/** The key that a file holds, or undefined if there is no file. Throws a `ServerError` if others may read it. */
export function readKey(file: string): Buffer | undefined {
  const mode = modeOf(file)
  if (mode === undefined) return undefined
  if (platform() !== 'win32' && (mode & 0o077) !== 0) {
    throw new ServerError({
      code: 'key_file_open',
      subject: file,
      message: `others than its owner may use the key of the blocks (mode ${(mode & 0o777).toString(8)})`,
      hint: `chmod 600 ${file}; if somebody else may have read it, save the secrets anew with other values.`,
    })
  }
  const key = Buffer.from(PATTERN.exec(textOf(file))?.[1] ?? '', 'base64url')
  if (key.length === KEY_BYTES) return key
  throw new ServerError({
    code: 'key_file_damaged',
    subject: file,
    message: 'this is not a key of blocks',
    hint: 'Put back the file from a backup of the data folder.',
  })
}

/** Makes a key and its file, at once whole or not at all, for its owner alone. */
export function makeKey(file: string): Buffer {
  const key = randomBytes(KEY_BYTES)
  try {
    const unfinished = `${file}.new`
    rmSync(unfinished, { force: true })
    const descriptor = openSync(unfinished, 'wx', 0o600)
    try {
      writeSync(descriptor, `registrar-blocks-1 ${key.toString('base64url')}\n`)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(unfinished, file)
    syncFolder(dirname(file))
    return key
  } catch (error) {
    throw unusable(file, error)
  }
}

const KEY_BYTES = 32
const PATTERN = /^registrar-blocks-1 ([\w-]{43})\n$/

function modeOf(file: string): number | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false })?.mode
  } catch (error) {
    throw unusable(file, error)
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw unusable(file, error)
  }
}

/** The new name is on the disk, too, before anything is encrypted. Windows cannot and need not. */
function syncFolder(folder: string): void {
  if (platform() === 'win32') return
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function unusable(file: string, cause: unknown): ServerError {
  return new ServerError({
    code: 'key_file_unusable',
    subject: file,
    message: `the key of the blocks cannot be used: ${reasonOf(cause)}`,
    hint: 'Let the user of the server read and write the file and its folder.',
    cause,
  })
}
