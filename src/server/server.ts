import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Clock } from '../model/clock.ts'
import { answerError } from './http/answer-error.ts'
import { authorization } from './http/authorization.ts'
import { automationRoutes } from './http/automations.ts'
import { collectionRoutes } from './http/collections.ts'
import { concurrencyLimitRoutes } from './http/concurrency-limits.ts'
import { deploymentScheduleRoutes } from './http/deployment-schedules.ts'
import { deploymentRoutes } from './http/deployments.ts'
import { flowRunStateRoutes } from './http/flow-run-states.ts'
import { flowRunRoutes } from './http/flow-runs.ts'
import { flowRoutes } from './http/flows.ts'
import { maintenanceRoutes } from './http/maintenance.ts'
import { mount } from './http/mount.ts'
import { rootRoutes } from './http/root.ts'
import { openApiRoute } from './http/openapi.ts'
import type { Route } from './http/route.ts'
import { variableRoutes } from './http/variables.ts'
import { workPoolRoutes } from './http/work-pools.ts'
import { workQueueRoutes } from './http/work-queues.ts'
import { workerRoutes } from './http/workers.ts'
import { type Logger, silentLog } from './log.ts'
import { refused } from './problem.ts'
import type { Services } from './services.ts'
import { socketRoutes } from './sockets/routes.ts'
import { openSockets, type Sockets } from './sockets/sockets.ts'
import { openStore } from './store/store.ts'
import { type Timers, systemTimers } from './timers.ts'

/** A Prefect server in this process: its app answers requests, with or without a port. */
export type EmbeddedServer = {
  readonly app: Hono
  /** Answers one request in memory. `env` is what the adapter of a port hands over. */
  fetch(request: Request, env?: object): Promise<Response>
  readonly sockets: Sockets
  /** Whether requests need the auth string. */
  readonly isProtected: boolean
  /** Ends the websockets and lets go of the data folder. */
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
}

/** The largest body that is read, in bytes. */
const MOST_BODY_BYTES = 8 * 1024 * 1024

/** Opens the data folder and brings it up to date. Throws a `ServerError` when it cannot be used. */
export async function createServer(options: ServerOptions): Promise<EmbeddedServer> {
  const { data, clock, uuid, timers = systemTimers, log = silentLog, authString } = options
  const store = await openStore({ data, clock, uuid })
  const services: Services = { store, clock, timers, log }
  const app = newApp(services, authString)
  const sockets = openSockets({ routes: socketRoutes, services, authString })
  return {
    app,
    fetch: async (request, env) => app.fetch(request, env),
    sockets,
    isProtected: authString !== undefined,
    async close() {
      await sockets.close()
      await store.close()
    },
  }
}

function newApp(services: Services, authString: string | undefined): Hono {
  const app = new Hono({ strict: false })
  app.onError((error, c) => answerError(error, c, services.log))
  app.notFound((c) => c.json({ detail: 'Not Found' }, 404))
  if (authString !== undefined) app.use(authorization(authString))
  app.use(bodyLimit({ maxSize: MOST_BODY_BYTES, onError: () => tooLarge() }))
  const routes = apiRoutes(services)
  app.route('/api', mount([...routes, openApiRoute(routes)]))
  return app
}

function tooLarge(): never {
  throw refused(413, `The request body is larger than ${MOST_BODY_BYTES} bytes.`)
}

/** Every route, by resource. */
function apiRoutes(services: Services): readonly Route[] {
  return [
    ...rootRoutes(services),
    ...flowRoutes(services),
    ...deploymentRoutes(services),
    ...deploymentScheduleRoutes(services),
    ...flowRunRoutes(services),
    ...flowRunStateRoutes(services),
    ...workPoolRoutes(services),
    ...workQueueRoutes(services),
    ...workerRoutes(services),
    ...variableRoutes(services),
    ...concurrencyLimitRoutes(services),
    ...automationRoutes(),
    ...maintenanceRoutes(services),
    ...collectionRoutes(),
  ]
}
