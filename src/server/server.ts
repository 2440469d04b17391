import type { Hono } from 'hono'
import type { Clock } from '../model/clock.ts'
import { asker } from './automations/ask.ts'
import { sender } from './automations/send.ts'
import { apiRoutes } from './http/api-routes.ts'
import { newApp } from './http/app.ts'
import { innerApp } from './http/inner-app.ts'
import { socketRoutes } from './http/socket-routes.ts'
import { Tally } from './http/tally.ts'
import { type TurnAway, turnAwayWith } from './http/turn-away.ts'
import { registerSystemBlocks } from './blocks/system-blocks.ts'
import { type Vault, openVault } from './blocks/vault.ts'
import { type Logger, silentLog } from './log.ts'
import type { Services } from './services.ts'
import { allServices } from './all-services.ts'
import { runServices } from './services/run-services.ts'
import { openSockets, type Sockets } from './sockets/sockets.ts'
import { counted } from './store/counted.ts'
import { type Store, openStore } from './store/store.ts'
import { type Timers, systemTimers } from './timers.ts'

/** A Prefect server in this process: its app answers requests, with or without a port. */
export type EmbeddedServer = {
  readonly app: Hono
  /** Answers one request in memory. `env` is what the adapter of a port hands over. */
  fetch(request: Request, env?: object): Promise<Response>
  /** Counts and tells of a request that whoever listens answers itself. */
  readonly turnAway: TurnAway
  readonly sockets: Sockets
  /** Whether requests need the auth string. */
  readonly isProtected: boolean
  /** Resolves when the server has nothing to do by itself at this moment. */
  settled(): Promise<void>
  /** Ends the services and the websockets and lets go of the data folder. */
  close(): Promise<void>
}

export type ServerOptions = {
  /** The folder that holds `registrar.db`, or `:memory:`. */
  readonly data: string
  readonly clock: Clock
  readonly uuid: () => string
  /** How services wait. Node's own timers unless a test moves time. */
  readonly timers?: Timers
  readonly log?: Logger
  /** `user:password` that every request must carry, as Prefect's own `PREFECT_SERVER_API_AUTH_STRING`. */
  readonly authString?: string
  /** Whether writes need a CSRF token, as with Prefect's `PREFECT_SERVER_CSRF_PROTECTION_ENABLED`. */
  readonly csrf?: boolean
  /** How long ended runs, their logs and older log lines are kept, in milliseconds. For ever unless it is said. */
  readonly keep?: number
  /**
   * Whether the server does by itself what is due, such as making the runs of schedules. It does unless told otherwise.
   * Automations act in any case.
   */
  readonly isActive?: boolean
}

/** Opens the data folder and brings it up to date. Throws a `ServerError` when it cannot be used. */
export async function createServer(options: ServerOptions): Promise<EmbeddedServer> {
  const { data, clock, uuid, timers = systemTimers, log = silentLog, authString } = options
  const { csrf = false, isActive = true, keep } = options
  const { store, writes } = counted(await openStore({ data, clock, uuid }))
  const vault = await openBlocks(data, store)
  const services: Services = { store, vault, clock, timers, log }
  const sockets = openSockets({ routes: socketRoutes, services, authString })
  const routes = apiRoutes(services)
  const inner = innerApp(services, routes)
  const reach = { ask: asker((request) => inner.fetch(request)), send: sender(timers) }
  const running = runServices(
    services,
    allServices({ isActive, keep: keep === undefined ? undefined : keep * 1000, reach }),
  )
  const tally = new Tally()
  const gauges = { tally, sockets: () => sockets.count(), writes }
  const app = newApp(services, routes, { authString, csrf, gauges })
  return {
    app,
    fetch: async (request, env) => app.fetch(request, env),
    turnAway: turnAwayWith({ log, tally, now: store.now }),
    sockets,
    isProtected: authString !== undefined,
    settled: () => running.settled(),
    async close() {
      await running.stop()
      await sockets.close()
      await store.close()
    },
  }
}

/** The key of the blocks, and the blocks that every client knows. Lets go of the data folder when the key cannot be used. */
async function openBlocks(data: string, store: Store): Promise<Vault> {
  try {
    const vault = await openVault(data, store)
    await registerSystemBlocks(store)
    return vault
  } catch (error) {
    await store.close()
    throw error
  }
}
