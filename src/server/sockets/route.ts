import type { Services } from '../services.ts'
import type { Connection } from './connection.ts'

/** One entry of the table of websockets. */
export type SocketRoute = {
  /** Below `/api`, as in `/work_pools/{name}/workers/connect`. */
  readonly path: string
  readonly summary: string
  /** For clients that must begin with the handshake: what a socket is closed with when they fail it. */
  readonly strict?: { readonly reason: string }
  /**
   * Serves one client whose handshake is done, until it resolves: then the socket is closed with 1000. Whatever it
   * throws is logged, and the client sees 1011. When the client leaves, iteration ends and `socket.closed` aborts.
   */
  readonly accept: (socket: Connection, params: Params, services: Services) => Promise<void>
}

/** The parts of the path by name, as they were meant before percent-encoding. */
export type Params = Readonly<Record<string, string>>

/** Makes an entry: `socketRoute('/work_pools/{name}/workers/connect', { … })`, whose handler knows the names in the path. */
export function socketRoute<Path extends string>(path: Path, definition: Definition<Path>): SocketRoute {
  const { accept, ...rest } = definition
  const handle: (socket: Connection, params: never, services: Services) => Promise<void> = accept
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the parameters are made from this very path
  return { path, ...rest, accept: (socket, params, services) => handle(socket, params as never, services) }
}

type Definition<Path extends string> = Omit<SocketRoute, 'path' | 'accept'> & {
  readonly accept: (
    socket: Connection,
    params: { readonly [Name in ParamOf<Path>]: string },
    services: Services,
  ) => Promise<void>
}

type ParamOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | ParamOf<Rest> : never

/** The entry that a path below `/api` means, and the parts of the path; undefined when there is none. */
export function matchSocket(
  routes: readonly SocketRoute[],
  path: string,
): { readonly route: SocketRoute; readonly params: Params } | undefined {
  const parts = path.split('/')
  for (const route of routes) {
    const params = paramsOf(route.path.split('/'), parts)
    if (params !== undefined) return { route, params }
  }
  return undefined
}

function paramsOf(pattern: readonly string[], parts: readonly string[]): Params | undefined {
  if (pattern.length !== parts.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, wanted] of pattern.entries()) {
    const sent = parts[index] ?? ''
    const name = /^\{(\w+)\}$/.exec(wanted)?.[1]
    if (name === undefined && sent !== wanted) return undefined
    if (name !== undefined) {
      const value = decoded(sent)
      if (value === undefined || value === '') return undefined
      params[name] = value
    }
  }
  return params
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part)
  } catch {
    // no percent-encoding of anything: such a path does not exist
    return undefined
  }
}
