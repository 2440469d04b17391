import { Problem } from '../problem.ts'
import type { Services } from '../services.ts'
import type { WorkerHeartbeatFrame, WorkerHelloFrame } from '../model/requests.ts'
import type { Connection } from '../sockets/connection.ts'
import { type SocketRoute, socketRoute } from '../sockets/route.ts'
import { stampText } from '../model/stamp.ts'
import { type WorkPool, readWorkPool, readWorkPoolById } from '../store/work-pool.ts'
import { CLOSE_CODES, ChannelEnd, type CloseReason } from '../work/channel-close.ts'
import { hearWorker } from '../work/heartbeat.ts'
import { CHANNEL_VERSION, type Welcome, welcomeWorker } from '../work/welcome-worker.ts'
import { parsedBody } from './socket-messages.ts'

/** How long a change of a pool waits for more changes before workers are told. */
const PATIENCE_MS = 50

/** `/work_pools/{name}/workers/connect`: where workers say that they live, and hear of changes of their pool. */
export const workerSockets: readonly SocketRoute[] = [
  socketRoute('/work_pools/{work_pool_name}/workers/connect', {
    summary: 'Keep in touch with a worker',
    strict: { reason: 'authentication_failed' },
    async accept(socket, { work_pool_name: poolName }, services) {
      try {
        await serve(socket, poolName, services)
      } catch (error) {
        const reason = reasonOf(error)
        if (reason === 'transient_server_error')
          services.log.error({ poolName, error: String(error) }, 'a worker had to be sent away')
        close(socket, reason)
      }
    },
  }),
]

function reasonOf(error: unknown): CloseReason {
  if (error instanceof ChannelEnd) return error.reason
  return error instanceof Problem ? 'protocol_error' : 'transient_server_error'
}

/** Until the worker leaves. Throws `ChannelEnd` when it has to. */
async function serve(socket: Connection, poolName: string, services: Services): Promise<void> {
  const { store } = services
  const text = await socket.receive()
  if (text === undefined) return
  const hello = frameOf('WorkerHelloFrame', text)
  const pool = new Watched(socket, services)
  try {
    const welcome = await store.write((trx) => welcomeWorker(trx, services, poolName, hello.payload))
    pool.begin(welcome.pool)
    socket.send(readyFrame(services, hello, welcome))
    for await (const message of socket) await hear(message, { socket, poolName, hello, services, pool })
  } finally {
    pool.end()
  }
}

type Channel = {
  readonly socket: Connection
  readonly poolName: string
  readonly hello: WorkerHelloFrame
  readonly services: Services
  readonly pool: Watched
}

async function hear(text: string, channel: Channel): Promise<void> {
  const frame = parsedBody('WorkerHeartbeatFrame', text)
  if (typeof frame !== 'string') return keepHeartbeat(frame.value, channel)
  for (const [name, operation] of CLEANUP_OPERATIONS) {
    const request = parsedBody(name, text)
    if (typeof request !== 'string') return refuseCleanup(request.value, operation, channel)
  }
  throw new ChannelEnd('protocol_error')
}

async function keepHeartbeat({ payload }: WorkerHeartbeatFrame, channel: Channel): Promise<void> {
  const { hello, poolName, services, pool } = channel
  const { consumer_id: consumer, worker_name: name } = hello.payload
  if (payload.consumer_id.toLowerCase() !== consumer.toLowerCase() || payload.worker_name !== name) {
    throw new ChannelEnd('protocol_error')
  }
  const { store } = services
  const beat = { name, intervalSeconds: payload.heartbeat_interval_seconds }
  const found = await store.write(async (trx) => {
    const current = await readWorkPool(trx, poolName)
    if (current === undefined) throw new ChannelEnd('heartbeat_persistence_failed')
    await hearWorker(trx, store, current, beat)
    return current
  })
  pool.compare(found)
}

const CLEANUP_OPERATIONS = [
  ['CleanupAckFrame', 'ack'],
  ['CleanupReleaseFrame', 'release'],
  ['CleanupRenewFrame', 'renew'],
] as const

/** Nothing was handed out to be cleaned up. */
function refuseCleanup(
  request: { readonly id: string; readonly payload: { readonly message_id: string } },
  operation: string,
  { socket, services }: Channel,
): void {
  const payload = {
    request_frame_id: request.id,
    message_id: request.payload.message_id,
    operation,
    status: 'unauthorized',
    lease_expires_at: null,
    reason: 'cleanup_delivery_not_accepted',
    detail: null,
  }
  socket.send(frame(services, 'cleanup.operation_result.v1', payload))
}

/** Tells a worker of changes of its pool. */
class Watched {
  readonly #socket: Connection
  readonly #services: Services
  #pool: Pick<WorkPool, 'id' | 'updated'> | undefined
  #sequence = 1
  #cancel: (() => void) | undefined
  #unsubscribe: (() => void) | undefined

  constructor(socket: Connection, services: Services) {
    this.#socket = socket
    this.#services = services
  }

  begin(pool: WorkPool): void {
    this.#pool = pool
    this.#unsubscribe = this.#services.store.subscribe((announcement) => {
      if (announcement.kind !== 'work_pool_changed' || announcement.workPoolId !== pool.id) return
      if (announcement.isDeleted) close(this.#socket, 'authorization_failed')
      else this.#tellSoon('work_pool_updated')
    })
  }

  /** A heartbeat has seen the pool: the worker is told if that is news to it. */
  compare(pool: WorkPool): void {
    if (pool.updated !== this.#pool?.updated) this.#tellSoon('heartbeat_reconciliation')
  }

  end(): void {
    this.#unsubscribe?.()
    this.#cancel?.()
  }

  #tellSoon(reason: string): void {
    this.#cancel?.()
    this.#cancel = this.#services.timers.after(PATIENCE_MS, () => {
      this.#tell(reason).catch((error: unknown) => {
        this.#services.log.error({ error: String(error) }, 'a worker could not be told of its pool')
        close(this.#socket, 'transient_server_error')
      })
    })
  }

  async #tell(reason: string): Promise<void> {
    const id = this.#pool?.id ?? ''
    const pool = await this.#services.store.read((db) => readWorkPoolById(db, id))
    if (pool === undefined) return close(this.#socket, 'authorization_failed')
    this.#pool = pool
    this.#sequence += 1
    const payload = { snapshot_sequence: this.#sequence, reason, work_pool: pool }
    this.#socket.send(frame(this.#services, 'work_pool.snapshot.v1', payload))
  }
}

function readyFrame(services: Services, { payload }: WorkerHelloFrame, welcome: Welcome) {
  return frame(services, 'worker.ready.v1', {
    consumer_id: payload.consumer_id.toLowerCase(),
    worker_id: null,
    selected_channel_version: CHANNEL_VERSION,
    effective_heartbeat_interval_seconds: payload.heartbeat_interval_seconds,
    accepted_capabilities: welcome.accepted,
    rejected_capabilities: welcome.rejected,
    effective_max_cleanup_concurrency: 0,
    resolved_work_queues: welcome.queues,
    initial_snapshot: { snapshot_sequence: 1, reason: 'initial', work_pool: welcome.pool },
  })
}

function frame({ store }: Services, type: string, payload: object) {
  return { type, id: store.uuid(), sent_at: stampText(store.now()), payload }
}

function frameOf(name: 'WorkerHelloFrame', text: string): WorkerHelloFrame {
  const read = parsedBody(name, text)
  if (typeof read === 'string') throw new ChannelEnd('protocol_error', read)
  return read.value
}

function close(socket: Connection, reason: CloseReason): void {
  socket.close(CLOSE_CODES[reason], reason)
}
