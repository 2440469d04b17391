import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { RegistrarError } from '../../model/error.ts'
import { copyDatabase, openIdle } from '../../server/store/backup.ts'
import type { Context } from '../context.ts'
import { findServerData } from '../data-folder.ts'
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
  if (!flags.force && (await sizeOf(file)) !== undefined) {
    throw new RegistrarError({
      code: 'file_exists',
      subject: file,
      message: 'there is a file of this name already',
      hint: 'Name another one, or overwrite it with --force.',
    })
  }
  await mkdir(dirname(file), { recursive: true })
  const data = await findServerData(context, flags.data)
  await withProgress(stderr, 'copying the database', async () => {
    if (data.kind === 'idle') return copyIdle(data.file, file)
    return receive(await data.ask('GET', '/registrar/backup'), file)
  })
  const bytes = (await sizeOf(file)) ?? 0
  if (flags.json) return stdout.write(jsonText({ file, bytes, server: data.kind }))
  stdout.write(`${file}: ${(bytes / 1e6).toFixed(1)} MB, a copy of the ${data.kind} server's data.\n`)
  stdout.write('To use it: stop the server, put the copy in its data folder as registrar.db, start it again.\n')
  stdout.write('Its secrets can be read only with blocks.key of the data folder: keep that file, too, and elsewhere.\n')
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
async function receive(answer: Response, file: string): Promise<void> {
  const unfinished = `${file}.part`
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- node's and the DOM's types of one and the same stream
    await pipeline(Readable.fromWeb(answer.body as ReadableStream), createWriteStream(unfinished, { mode: 0o600 }))
    await rename(unfinished, file)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
