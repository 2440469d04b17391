import type { Hono } from 'hono'
import type { Clock } from '../model/clock.ts'
import { asker } from './automations/ask.ts'
import { sender } from './automations/send.ts'
import { newApp } from './http/app.ts'
import { agentQueueRoutes } from './http/agent-queues.ts'
import { artifactRoutes } from './http/artifacts.ts'
import { automationRoutes } from './http/automations.ts'
import { blockCapabilityRoutes } from './http/block-capabilities.ts'
import { blockDocumentRoutes } from './http/block-documents.ts'
import { blockSchemaRoutes } from './http/block-schemas.ts'
import { blockTypeDocumentRoutes } from './http/block-type-documents.ts'
import { blockTypeRoutes } from './http/block-types.ts'
import { collectionRoutes } from './http/collections.ts'
import { concurrencyLimitRoutes } from './http/concurrency-limits.ts'
import { concurrencySlotRoutes } from './http/concurrency-slots.ts'
import { deploymentRunRoutes } from './http/deployment-runs.ts'
import { deploymentScheduleRoutes } from './http/deployment-schedules.ts'
import { deploymentRoutes } from './http/deployments.ts'
import { eventRoutes } from './http/events.ts'
import { flowRunStateRoutes } from './http/flow-run-states.ts'
import { flowRunDependencyRoutes } from './http/flow-run-dependencies.ts'
import { flowRunGraphRoutes } from './http/flow-run-graph.ts'
import { flowRunHistoryRoutes } from './http/flow-run-history.ts'
import { flowRunInputRoutes } from './http/flow-run-inputs.ts'
import { flowRunLogRoutes } from './http/flow-run-logs.ts'
import { flowRunRoutes } from './http/flow-runs.ts'
import { flowRunWriteRoutes } from './http/flow-run-writes.ts'
import { flowRoutes } from './http/flows.ts'
import { maintenanceRoutes } from './http/maintenance.ts'
import { latestArtifactRoutes } from './http/latest-artifacts.ts'
import { innerApp } from './http/inner-app.ts'
import { logRoutes } from './http/logs.ts'
import { queueCheckRoutes } from './http/queue-check.ts'
import { resultStorageRoutes } from './http/result-storage.ts'
import { poolSlotRoutes } from './http/pool-slots.ts'
import { rootRoutes } from './http/root.ts'
import type { Route } from './http/route.ts'
import { scheduledRunRoutes } from './http/scheduled-runs.ts'
import { tagLimitRoutes } from './http/tag-limits.ts'
import { taskRunStateRoutes } from './http/task-run-states.ts'
import { taskRunWriteRoutes } from './http/task-run-writes.ts'
import { taskRunRoutes } from './http/task-runs.ts'
import { taskWorkerRoutes } from './http/task-workers.ts'
import { uiTaskRunRoutes } from './http/ui-task-runs.ts'
import { stateHistoryRoutes } from './http/state-history.ts'
import { uiFlowRunRoutes } from './http/ui-flow-runs.ts'
import { uiFlowRoutes } from './http/ui-flows.ts'
import { Tally } from './http/tally.ts'
import { type TurnAway, turnAwayWith } from './http/turn-away.ts'
import { savedSearchRoutes } from './http/saved-searches.ts'
import { templateRoutes } from './http/templates.ts'
import { uiSchemaRoutes } from './http/ui-schemas.ts'
import { variableRoutes } from './http/variables.ts'
import { workPoolRoutes } from './http/work-pools.ts'
import { workQueueRoutes } from './http/work-queues.ts'
import { workerRoutes } from './http/workers.ts'
import { registerSystemBlocks } from './blocks/system-blocks.ts'
import { type Vault, openVault } from './blocks/vault.ts'
import { type Logger, silentLog } from './log.ts'
import type { Services } from './services.ts'
import { allServices } from './all-services.ts'
import { runServices } from './services/run-services.ts'
import { socketRoutes } from './http/socket-routes.ts'
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
  const routes = apiRoutes(services, vault)
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

/** Every route, by resource. */
function apiRoutes(services: Services, vault: Vault): readonly Route[] {
  return [
    ...rootRoutes(services),
    ...flowRoutes(services),
    ...deploymentRoutes(services),
    ...deploymentRunRoutes(services),
    ...queueCheckRoutes(services),
    ...deploymentScheduleRoutes(services),
    ...flowRunRoutes(services),
    ...flowRunWriteRoutes(services),
    ...flowRunGraphRoutes(services),
    ...flowRunDependencyRoutes(services),
    ...flowRunHistoryRoutes(services),
    ...flowRunInputRoutes(services),
    ...flowRunLogRoutes(services),
    ...stateHistoryRoutes(services),
    ...flowRunStateRoutes(services),
    ...taskRunRoutes(services),
    ...taskRunWriteRoutes(services),
    ...taskRunStateRoutes(services),
    ...uiTaskRunRoutes(services),
    ...taskWorkerRoutes(services),
    ...scheduledRunRoutes(services),
    ...poolSlotRoutes(services),
    ...workPoolRoutes(services),
    ...workQueueRoutes(services),
    ...agentQueueRoutes(services),
    ...workerRoutes(services),
    ...variableRoutes(services),
    ...concurrencySlotRoutes(services),
    ...concurrencyLimitRoutes(services),
    ...tagLimitRoutes(services),
    ...automationRoutes(services),
    ...templateRoutes(),
    ...eventRoutes(services),
    ...logRoutes(services),
    ...maintenanceRoutes(services),
    ...blockTypeRoutes(services),
    ...blockTypeDocumentRoutes(services, vault),
    ...blockSchemaRoutes(services),
    ...blockDocumentRoutes(services, vault),
    ...blockCapabilityRoutes(services),
    ...artifactRoutes(services),
    ...latestArtifactRoutes(services),
    ...savedSearchRoutes(services),
    ...resultStorageRoutes(services),
    ...uiSchemaRoutes(services),
    ...collectionRoutes(),
    ...uiFlowRoutes(services),
    ...uiFlowRunRoutes(services),
  ]
}
