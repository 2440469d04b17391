import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../support/free-port.ts'

/** A server under measurement, on a database of its own that goes with it. */
export type BenchServer = {
  readonly name: string
  readonly api: string
  readonly pid: number
  readonly env: Readonly<Record<string, string>>
  readonly close: () => Promise<void>
}

export async function startEmbedded(main: string): Promise<BenchServer> {
  const data = await mkdtemp(join(tmpdir(), 'registrar-bench-data-'))
  const port = await freePort()
  const child = spawn(process.execPath, [main, '-C', data, 'server', 'start', '--port', String(port), '--data', data], {
    stdio: 'ignore',
    env: { PATH: process.env['PATH'], HOME: data },
  })
  return running({ name: 'embedded', port, child, data, env: {} })
}

/**
 * The real Prefect in `bin`. `zones: 'package'` sets `PYTHONTZPATH=`, which spares the server a walk through the system's
 * time zone folder at every schedule it reads or writes.
 */
export async function startPrefect(bin: string, zones: 'system' | 'package'): Promise<BenchServer> {
  const data = await mkdtemp(join(tmpdir(), 'registrar-bench-prefect-'))
  const port = await freePort()
  const env = {
    PREFECT_HOME: data,
    PREFECT_SERVER_ANALYTICS_ENABLED: 'false',
    ...(zones === 'package' ? { PYTHONTZPATH: '' } : {}),
  }
  const child = spawn(
    join(bin, 'prefect'),
    ['server', 'start', '--host', '127.0.0.1', '--port', String(port), '--no-ui'],
    {
      stdio: 'ignore',
      detached: true,
      env: { PATH: process.env['PATH'], HOME: data, ...env },
    },
  )
  return running({ name: `Prefect 3.8.8${zones === 'package' ? ', PYTHONTZPATH=' : ''}`, port, child, data, env })
}

async function running(args: {
  name: string
  port: number
  child: ChildProcess
  data: string
  env: Record<string, string>
}): Promise<BenchServer> {
  const { name, port, child, data, env } = args
  const api = `http://127.0.0.1:${port}/api`
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const stop = async () => {
    if (child.exitCode === null)
      process.kill(child.spawnargs[0]?.endsWith('prefect') ? -child.pid! : child.pid!, 'SIGTERM')
    await ended
    await rm(data, { recursive: true, force: true, maxRetries: 5 })
  }
  for (let tries = 0; tries < 6000; tries += 1) {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode} before it answered`)
    const healthy = await fetch(`${api}/health`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (healthy) return { name, api, pid: child.pid!, env, close: stop }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await stop()
  throw new Error(`${name} did not answer within two minutes`)
}
