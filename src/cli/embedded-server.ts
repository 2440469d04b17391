import { realpath, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { RegistrarError } from '../model/error.ts'
import { listen } from '../server/listen.ts'
import { createServer } from '../server/server.ts'
import { makeFolder } from '../server/store/folder.ts'
import {
  ownFolder,
  readAddress,
  readAddressOfData,
  removeAddress,
  type ServerAddress,
  writeAddress,
} from './address-file.ts'
import type { Context } from './context.ts'
import { type LogFormat, serverLog } from './log.ts'

export type EmbeddedFlags = {
  readonly host?: string
  readonly port?: number
  readonly data?: string
  /** How long ended runs are kept, in milliseconds; for ever without it. */
  readonly keep?: number
  readonly verbose?: boolean
  /** What the server's log on stderr looks like; text for people without it. */
  readonly logFormat?: LogFormat
}

/** A running embedded server: its address without a path, and its data folder as a person would write it. */
export type EmbeddedServer = { readonly url: string; readonly data: string }

const DEFAULT_HOST = '127.0.0.1'
const DEFAULT_PORT = 4200

/**
 * Runs the embedded server for as long as `work` takes, and says in the project's folder and in that of its data where it
 * is. One per project, and one per data folder: a second would write to the same data.
 */
export async function withEmbeddedServer<T>(
  context: Context,
  flags: EmbeddedFlags,
  work: (server: EmbeddedServer) => Promise<T>,
): Promise<T> {
  const { root, pid } = context
  const own = ownFolder(root)
  const data = resolve(root, flags.data ?? own)
  await refuseSecond(context, own, data)
  await prepareOwnFolder(own)
  const { host = DEFAULT_HOST, port = DEFAULT_PORT } = flags
  const server = await started(context, { ...flags, data, host, port })
  try {
    const folder = await realpath(data)
    const folders = new Set([await realpath(own), folder])
    try {
      for (const each of folders) await writeAddress(each, { url: server.url, pid, data: folder })
      return await work({ url: server.url, data: shownPath(root, data) })
    } finally {
      await Promise.all(Array.from(folders, (each) => removeAddress(each, pid)))
    }
  } finally {
    await server.close()
  }
}

async function refuseSecond({ isAlive }: Context, own: string, data: string): Promise<void> {
  const ofProject = await readAddress(own, isAlive)
  if (ofProject && (await answers(ofProject.url))) {
    throw alreadyRuns(ofProject, 'this folder', 'registrar plan and apply')
  }
  const ofData = await readAddressOfData(data, isAlive)
  if (ofData && (await answers(ofData.url))) {
    throw alreadyRuns(ofData, 'this data folder', `PREFECT_API_URL=${ofData.url}/api`)
  }
}

type StartArgs = EmbeddedFlags & { readonly data: string; readonly host: string; readonly port: number }

async function started(context: Context, { data, host, port, keep, verbose = false, logFormat = 'text' }: StartArgs) {
  const { clock, uuid, process } = context
  // Prefect's own names for the password of a server, and for whether writes need a token
  const authString = process.env['PREFECT_SERVER_API_AUTH_STRING']
  const csrf = isTrue(process.env['PREFECT_SERVER_CSRF_PROTECTION_ENABLED'])
  const log = await serverLog({ stderr: process.stderr, clock, verbose, format: logFormat })
  const optional = { ...(authString ? { authString } : {}), ...(keep === undefined ? {} : { keep }) }
  const server = await createServer({ data, clock, uuid, log, csrf, ...optional })
  try {
    const listening = await listen(server, { host, port })
    return { url: reachable(listening.url), close: () => listening.close() }
  } catch (error) {
    await server.close()
    throw error
  }
}

/** What pydantic takes for true. */
function isTrue(value: string | undefined): boolean {
  return /^(?:1|true|t|yes|y|on)$/i.test(value?.trim() ?? '')
}

/** A server that listens everywhere is reached on this machine by its loopback address. */
function reachable(url: string): string {
  return url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:')
}

/** Whether a server of ours is there; a process with the same id may be anything. */
async function answers(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(1000) })
    return answer.ok
  } catch {
    // nobody there, or nobody who answers
    return false
  }
}

/** What is in it is not for git. */
async function prepareOwnFolder(folder: string): Promise<void> {
  try {
    makeFolder(folder)
    await writeFile(join(folder, '.gitignore'), '*\n')
  } catch (cause) {
    throw new RegistrarError({
      code: 'data_folder',
      subject: folder,
      message: 'cannot be written',
      hint: 'make the project folder writable, or start elsewhere with -C',
      cause,
    })
  }
}

function shownPath(root: string, data: string): string {
  const inside = relative(root, data)
  return inside.startsWith('..') || inside === '' ? data : `${inside}/`
}

function alreadyRuns({ url, pid }: ServerAddress, where: string, how: string): RegistrarError {
  return new RegistrarError({
    code: 'already_runs',
    subject: url,
    message: `the embedded server of ${where} runs already (process ${pid})`,
    hint: `use it with ${how}, or stop it: kill ${pid}`,
  })
}
