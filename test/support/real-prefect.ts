import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port.ts'

/** A real Prefect server, its own home folder, and the environment that its command line needs to talk to it. */
export type RealPrefect = {
  readonly api: string
  readonly home: string
  readonly prefect: string
  readonly env: Readonly<Record<string, string>>
  close(): Promise<void>
}

/** Prefect needs a quarter of a minute to start on an idle machine, and a few times that on a busy one. */
const START_LIMIT_MS = 240_000

const PORTS_TRIED = 5

type RealOptions = {
  readonly scheduler?: boolean
  readonly events?: boolean
  readonly settings?: Readonly<Record<string, string>>
}

/** The folder with the `prefect` command. Throws where it is not named: these tests are never skipped. */
function prefectBin(): string {
  const bin = process.env.REGISTRAR_TEST_PREFECT
  if (bin === undefined || bin === '') {
    throw new Error(
      'REGISTRAR_TEST_PREFECT must name the bin folder of an environment with Prefect 3.8.8; .ci/run makes one',
    )
  }
  return bin
}

/**
 * Starts a real Prefect on a free port with an empty database. Without the scheduler it runs none of its services, so
 * that nothing but the test writes; with `events` those that keep events and what follows from them. `settings` are
 * added to the environment of the server alone.
 */
export async function startRealPrefect(options: RealOptions = {}): Promise<RealPrefect> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await startOnce(options)
    } catch (error) {
      // Between finding a free port and taking it another process can be quicker.
      const isTaken = error instanceof Error && error.message.includes('is already in use')
      if (!isTaken || tries === PORTS_TRIED) throw error
    }
  }
}

async function startOnce({ scheduler = false, events = false, settings = {} }: RealOptions): Promise<RealPrefect> {
  const bin = prefectBin()
  const home = await mkdtemp(join(tmpdir(), 'registrar-prefect-'))
  const port = await freePort()
  const api = `http://127.0.0.1:${port}/api`
  const env = { ...environment(bin, home, api, scheduler), ...(events ? EVENTS_ONLY : {}) }
  const log = join(home, 'server.log')
  const services = scheduler || events ? [] : ['--no-services']
  const command = ['server', 'start', '--host', '127.0.0.1', '--port', String(port), ...services]
  const child = spawn(join(bin, 'prefect'), command, {
    env: { ...env, ...settings },
    cwd: home,
    // A group of its own, so that what it starts ends with it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = createWriteStream(log)
  child.stdout.pipe(output, { end: false })
  child.stderr.pipe(output, { end: false })
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(`exit ${code ?? signal}`))
  })
  const close = async () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, 'SIGKILL')
    await ended
    output.end()
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
  try {
    await healthy(api, ended)
  } catch (error) {
    const tail = (await readFile(log, 'utf8')).slice(-2000)
    await close()
    throw new Error(`Prefect did not start: ${tail}`, { cause: error })
  }
  return { api, home, prefect: join(bin, 'prefect'), env, close }
}

function environment(bin: string, home: string, api: string, scheduler: boolean): Readonly<Record<string, string>> {
  return {
    PATH: `${bin}:${process.env.PATH ?? ''}`,
    HOME: home,
    PREFECT_HOME: home,
    PREFECT_API_URL: api,
    PREFECT_SERVER_ANALYTICS_ENABLED: 'false',
    PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED: String(scheduler),
    // Python's zone data from the package: reading the system's takes the server most of a request.
    PYTHONTZPATH: '',
    NO_COLOR: '1',
  }
}

/** What a server runs that keeps events, at once, and nothing that writes by the clock. */
const EVENTS_ONLY = Object.fromEntries([
  ...['LATE_RUNS', 'FOREMAN', 'PAUSE_EXPIRATIONS', 'CANCELLATION_CLEANUP', 'REPOSSESSOR', 'CLEANUP_RECONCILER'].map(
    (service) => [`PREFECT_SERVER_SERVICES_${service}_ENABLED`, 'false'],
  ),
  ['PREFECT_SERVER_SERVICES_EVENT_PERSISTER_FLUSH_INTERVAL', '0.2'],
  ['PREFECT_SERVER_LOGS_STREAM_OUT_ENABLED', 'true'],
  ['PREFECT_SERVER_LOGS_STREAM_PUBLISHING_ENABLED', 'true'],
])

async function healthy(api: string, ended: Promise<string>): Promise<void> {
  let exit: string | undefined
  void ended.then((reason) => (exit = reason))
  const limit = Date.now() + START_LIMIT_MS
  while (Date.now() < limit) {
    if (exit !== undefined) throw new Error(`it ended at once: ${exit}`)
    // Who has taken the port meanwhile may never answer.
    const answer = await fetch(`${api}/health`, { signal: AbortSignal.timeout(5000) }).catch(() => undefined)
    if (answer?.ok === true) return
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  throw new Error(`no answer within ${START_LIMIT_MS / 1000} s`)
}
