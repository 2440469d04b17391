import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** How a program ended, and the facts it recorded in its last line. */
export type Outcome = {
  readonly code: number | null
  readonly record: unknown
  /** The end of what it said on stderr, where its assertions speak. */
  readonly said: string
}

const PROGRAMS = fileURLToPath(new URL('programs/', import.meta.url))
const KIT = fileURLToPath(new URL('kit/', import.meta.url))
const LIMIT_MS = 420_000
/** A program that is told to end stops what it started; one that does not is killed after this. */
const GRACE_MS = 10_000
const SHOWN_CHARACTERS = 4000

/** The folder of the real Prefect's commands. Throws where it is not named: these tests are never skipped. */
function prefectBin(): string {
  const bin = process.env['REGISTRAR_TEST_PREFECT']
  if (bin === undefined || bin === '')
    throw new Error('REGISTRAR_TEST_PREFECT must name the bin folder of Prefect 3.8.8')
  return bin
}

/** Runs one program of `programs/` against a server, in a folder and a Prefect home of its own that are gone afterwards. `more` is added to its environment. */
export async function runProgram(
  name: string,
  api: string,
  authString?: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'registrar-program-'))
  try {
    const { code, stdout, stderr } = await finished(name, folder, {
      ...environment(folder, api, authString),
      ...more,
    })
    return { code, record: lastLine(stdout), said: stderr.slice(-SHOWN_CHARACTERS) }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

function environment(folder: string, api: string, authString: string | undefined): Record<string, string> {
  const bin = prefectBin()
  return {
    PATH: `${bin}:${process.env['PATH'] ?? ''}`,
    HOME: folder,
    PYTHONPATH: KIT,
    PYTHONTZPATH: '',
    PYTHONDONTWRITEBYTECODE: '1',
    PREFECT_HOME: join(folder, 'home'),
    PREFECT_API_URL: api,
    ...(authString === undefined ? {} : { PREFECT_API_AUTH_STRING: authString }),
    // Polling is made quick, so that programs wait for work and not for the clock.
    PREFECT_WORKER_QUERY_SECONDS: '1',
    PREFECT_RUNNER_POLL_FREQUENCY: '1',
    PREFECT_LOGGING_TO_API_BATCH_INTERVAL: '0.3',
    PREFECT_CLI_PROMPT: 'false',
    PREFECT_SERVER_ANALYTICS_ENABLED: 'false',
    DO_NOT_TRACK: '1',
    NO_COLOR: '1',
    COLUMNS: '240',
  }
}

function finished(name: string, cwd: string, env: Record<string, string>) {
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    const child = spawn(join(prefectBin(), 'python'), [join(PROGRAMS, `${name}.py`)], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const output = { stdout: '', stderr: '' }
    child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()))
    const timers = [
      setTimeout(() => child.kill('SIGTERM'), LIMIT_MS),
      setTimeout(() => child.kill('SIGKILL'), LIMIT_MS + GRACE_MS),
    ]
    const settle = () => timers.forEach((timer) => clearTimeout(timer))
    child.on('error', (error) => {
      settle()
      reject(error)
    })
    child.on('close', (code) => {
      settle()
      resolve({ code, ...output })
    })
  })
}

/** The record is JSON; a program that failed has none. */
function lastLine(stdout: string): unknown {
  const line = stdout.trimEnd().split('\n').at(-1) ?? ''
  return line.startsWith('{') ? JSON.parse(line) : undefined
}
