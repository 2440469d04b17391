import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DeploymentWriter } from '../apply/writer.ts'
import { createReader, type PrefectReader } from '../client/reader.ts'
import { type ClientEvent, createTransport, type Transport } from '../client/transport.ts'
import { createWriter } from '../client/writer.ts'
import { RegistrarError } from '../model/error.ts'
import type { Context } from './context.ts'
import type { Target } from './target.ts'
import { ownVersion } from './version.ts'
import { requestLine } from './views/request-line.ts'

/** What a command that only looks holds of a server: there is no way to write in it. */
export type ReadAccess = { readonly reader: PrefectReader }
export type WriteAccess = ReadAccess & { readonly writer: DeploymentWriter }

/** How much of a server a command is given. */
export type Access<A extends ReadAccess> = (transport: Transport, reading: AbortSignal) => A

export const readAccess: Access<ReadAccess> = (transport, reading) => ({ reader: createReader(transport, reading) })
export const writeAccess: Access<WriteAccess> = (transport, reading) => ({
  reader: createReader(transport, reading),
  writer: createWriter(transport),
})

/** Runs `work` with a connection to the target and lets go of it afterwards. With `verbose`, requests go to stderr. */
export async function connected<A extends ReadAccess, T>(
  context: Context,
  { settings }: Target,
  { access, verbose = false }: { readonly access: Access<A>; readonly verbose?: boolean | undefined },
  work: (connection: A) => Promise<T>,
): Promise<T> {
  const { stderr } = context.process
  const transport = createTransport({
    settings,
    version: ownVersion(),
    clock: context.clock,
    random: Math.random,
    sleep: async (ms, signal) => sleep(ms, undefined, signal ? { signal } : {}),
    readFile: readText,
    clientId: context.uuid(),
    observe: (event: ClientEvent) => {
      if (verbose) stderr.write(`${stderr.paint('dim', requestLine(event))}\n`)
    },
  })
  const reading = new AbortController()
  for (const warning of settings.warnings) stderr.write(`${stderr.paint('yellow', 'warning:')} ${warning}\n`)
  try {
    return await work(access(transport, reading.signal))
  } finally {
    // what was asked and is not needed any more must not hold up the end
    reading.abort()
    await transport.close()
  }
}

/** A settings file's text; undefined when it does not exist. One that cannot be read is a RegistrarError. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    if (typeof code !== 'string') throw error
    const message = `cannot be read: ${REASONS[code] ?? code}`
    throw new RegistrarError({ code: 'settings_unreadable', subject: path, message, cause: error })
  }
}

const REASONS: Readonly<Record<string, string>> = { EACCES: 'permission denied', EISDIR: 'it is a folder' }
