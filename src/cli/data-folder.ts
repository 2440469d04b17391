import { join, resolve } from 'node:path'
import { RegistrarError } from '../model/error.ts'
import { OWN_FOLDER, readAddress } from './address-file.ts'
import type { Context } from './context.ts'

/** The data of an embedded server: behind the running server, or the file that none has open. */
export type ServerData =
  | { readonly kind: 'running'; readonly ask: (method: 'GET' | 'POST', path: string) => Promise<Response> }
  | { readonly kind: 'idle'; readonly file: string }

/**
 * Finds the data that `--data` names, else the project's own. A running server has its file to itself, so it is asked;
 * one that was started with another folder than the project's own cannot be found from here, and its file says so.
 */
export async function findServerData(context: Context, data: string | undefined): Promise<ServerData> {
  const { root, isAlive } = context
  const address = data === undefined ? await readAddress(root, isAlive) : undefined
  if (address === undefined) return { kind: 'idle', file: join(resolve(root, data ?? OWN_FOLDER), 'registrar.db') }
  return { kind: 'running', ask: (method, path) => ask(context, `${address.url}/api${path}`, method) }
}

async function ask({ process, signal }: Context, url: string, method: 'GET' | 'POST'): Promise<Response> {
  const secret = process.env['PREFECT_SERVER_API_AUTH_STRING'] ?? process.env['PREFECT_API_AUTH_STRING']
  const authorization = secret && { authorization: `Basic ${Buffer.from(secret).toString('base64')}` }
  const answer = await fetch(url, { method, signal, headers: { ...authorization } }).catch((cause: unknown) => {
    throw new RegistrarError({ code: 'server_unreachable', subject: url, message: 'the server does not answer', cause })
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
