import { join, resolve } from 'node:path'
import { RegistrarError } from '../model/error.ts'
import { ownFolder, readAddress, readAddressOfData } from './address-file.ts'
import type { Context } from './context.ts'

/** The data of an embedded server, in a file: behind the running server, or open to whoever comes. */
export type ServerData =
  | { readonly kind: 'running'; readonly file: string; readonly ask: Ask }
  | { readonly kind: 'idle'; readonly file: string }

/** Asks a running server; the answer is one of success. */
type Ask = (method: 'GET' | 'POST', path: string) => Promise<Response>

/**
 * Finds the data that `--data` names, else that of the project's server. A running server has its file to itself, so it is
 * asked. One that was killed may have left its address, and its process id may be another program's by now.
 */
export async function findServerData(context: Context, data: string | undefined): Promise<ServerData> {
  const { root, isAlive } = context
  const folder = data === undefined ? ownFolder(root) : resolve(root, data)
  const address = await (data === undefined ? readAddress : readAddressOfData)(folder, isAlive)
  if (address === undefined || !(await listens(address.url))) return { kind: 'idle', file: databaseIn(folder) }
  const ask: Ask = (method, path) => asked(context, `${address.url}/api${path}`, method)
  return { kind: 'running', file: databaseIn(address.data), ask }
}

function databaseIn(folder: string): string {
  return join(folder, 'registrar.db')
}

const HEALTH_MS = 10_000

/** Whether anybody answers there, however busy. */
async function listens(url: string): Promise<boolean> {
  try {
    await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(HEALTH_MS) })
    return true
  } catch {
    // nobody there; should it be one that hangs, it has its file locked
    return false
  }
}

async function asked({ process, signal }: Context, url: string, method: 'GET' | 'POST'): Promise<Response> {
  const secret = process.env['PREFECT_SERVER_API_AUTH_STRING'] || process.env['PREFECT_API_AUTH_STRING']
  const authorization = secret && { authorization: `Basic ${Buffer.from(secret).toString('base64')}` }
  const answer = await fetch(url, { method, signal, headers: { ...authorization } }).catch((cause: unknown) => {
    throw brokenOff(url, cause, signal)
  })
  if (answer.ok) return answer
  const text = await answer.text()
  throw new RegistrarError({
    code: 'server_refused',
    subject: url,
    message: `the server answered ${answer.status}: ${text.slice(0, 300)}`,
    ...(answer.status === 401 && {
      hint: 'Set PREFECT_SERVER_API_AUTH_STRING to the auth string that it was started with.',
    }),
  })
}

/** Why a server's answer did not come, or not to its end: a Ctrl-C, or the server. */
export function brokenOff(subject: string, cause: unknown, { aborted }: AbortSignal): RegistrarError {
  return aborted
    ? new RegistrarError({ code: 'interrupted', subject, message: 'stopped before the server had answered', cause })
    : new RegistrarError({ code: 'server_unreachable', subject, message: 'the server does not answer', cause })
}
