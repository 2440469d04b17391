import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { copyDatabase, openIdle } from '../../server/store/backup.ts'
import { backupFailed, fileAt, prepareBackupFile } from '../backup-file.ts'
import type { Context } from '../context.ts'
import { brokenOff, findServerData, type ServerData } from '../data-folder.ts'
import { withProgress } from '../progress.ts'
import { jsonText } from './plan.ts'

export type ServerBackupFlags = {
  readonly data?: string
  readonly force?: boolean
  readonly json?: boolean
  readonly verbose?: boolean
  readonly noColor?: boolean
}

/** `registrar server backup FILE`: a copy of the embedded server's data, of a running server as well. */
export async function serverBackup(context: Context, flags: ServerBackupFlags, path: string): Promise<void> {
  const { stdout, stderr } = context.process
  const file = resolve(context.root, path)
  const data = await findServerData(context, flags.data)
  await prepareBackupFile(file, { source: data.file, ...flags })
  await withProgress(stderr, 'copying the database', () => copied(data, file, context.signal))
  const bytes = (await fileAt(file))?.size ?? 0
  if (flags.json) return stdout.write(jsonText({ file, bytes, server: data.kind }))
  stdout.write(`${file}: ${(bytes / 1e6).toFixed(1)} MB, a copy of the ${data.kind} server's data.\n`)
  stdout.write('To use it: stop the server, put the copy in its data folder as registrar.db, start it again.\n')
  stdout.write('Its secrets can be read only with blocks.key of the data folder: keep that file, too, and elsewhere.\n')
}

async function copied(data: ServerData, file: string, signal: AbortSignal): Promise<void> {
  switch (data.kind) {
    case 'idle':
      return copyIdle(data.file, file)
    case 'running':
      return receive(await data.ask('GET', '/registrar/backup'), file, signal)
  }
}

async function copyIdle(source: string, file: string): Promise<void> {
  const database = openIdle(source)
  try {
    await copyDatabase(database, file)
  } finally {
    database.close()
  }
}

/** What is not whole never gets the name. */
async function receive(answer: Response, file: string, signal: AbortSignal): Promise<void> {
  const unfinished = `${file}.part`
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- node's and the DOM's types of one and the same stream
    await pipeline(Readable.fromWeb(answer.body as ReadableStream), createWriteStream(unfinished, { mode: 0o600 }))
    await rename(unfinished, file)
  } catch (error) {
    // a folder that takes no file has none to remove
    await rm(unfinished, { force: true }).catch(() => undefined)
    throw isSystemError(error) ? backupFailed(file, error) : brokenOff(answer.url, error, signal)
  }
}

/** Whether the file system said no, and not the server. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && 'errno' in error
}
