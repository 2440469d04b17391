import { randomUUID } from 'node:crypto'
import { type EmbeddedServer, type ServerOptions, createServer } from '../../src/server/server.ts'
import { type Body, text } from '../contract/api.ts'
import { type FakeTime, fakeTime } from './timers.ts'

/** An active server whose time a test moves, asked in memory. */
export type MovedServer = {
  readonly server: EmbeddedServer
  readonly time: FakeTime
  call(method: string, path: string, body?: unknown): Promise<Body>
  post(path: string, body?: unknown): Promise<Body>
  /** Lets so many milliseconds pass, and the server do all that is due on the way. */
  pass(ms: number): Promise<void>
  /** Ends it, and starts one like it on the same folder after so many milliseconds. */
  restarted(afterMs: number): Promise<MovedServer>
  close(): Promise<void>
}

/** The server works in steps of this: what is due within one is done at its end at the latest. */
const STEP_MS = 30_000

export async function movedServer(
  data = ':memory:',
  time = fakeTime(),
  options: Partial<ServerOptions> = {},
): Promise<MovedServer> {
  const server = await createServer({ data, clock: time.clock, timers: time.timers, uuid: randomUUID, ...options })
  const call = async (method: string, path: string, body?: unknown): Promise<Body> => {
    const headers = { 'content-type': 'application/json' }
    const sent = body === undefined ? {} : { headers, body: JSON.stringify(body) }
    const answer = await server.fetch(new Request(`http://127.0.0.1/api${path}`, { method, ...sent }))
    const read = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${read}`)
    const value: Body = JSON.parse(read === '' ? 'null' : read)
    return value
  }
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= STEP_MS) {
      await time.advance(Math.min(left, STEP_MS))
      await server.settled()
    }
  }
  return {
    server,
    time,
    call,
    post: (path, body = {}) => call('POST', path, body),
    pass,
    async restarted(afterMs) {
      await server.close()
      await time.advance(afterMs)
      return movedServer(data, time, options)
    },
    close: () => server.close(),
  }
}

/** The moments for which a deployment has runs, as ISO texts in order; those of one state if it is named. */
export async function runMoments({ post }: MovedServer, deployment: Body, state?: string): Promise<readonly string[]> {
  const moments: string[] = []
  for (;;) {
    const page = await post('/flow_runs/filter', {
      flow_runs: { deployment_id: { any_: [deployment.id] }, ...(state && { state: { name: { any_: [state] } } }) },
      sort: 'EXPECTED_START_TIME_ASC',
      limit: 200,
      offset: moments.length,
    })
    const runs = Array.isArray(page) ? page : []
    moments.push(...runs.map((run: Body) => new Date(text(run.expected_start_time)).toISOString()))
    if (runs.length < 200) return moments
  }
}

/** A deployment of a new flow with those schedules. */
export async function deployed(
  { post }: MovedServer,
  schedules: readonly object[],
  fields: object = {},
): Promise<Body> {
  const flow = await post('/flows/', { name: `flow-${randomUUID()}` })
  return post('/deployments/', { name: 'd', flow_id: flow.id, schedules, ...fields })
}
