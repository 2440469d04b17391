import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import Ajv2020 from 'ajv/dist/2020.js'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import schema from '../../schemas/plan.schema.json' with { type: 'json' }
import { registrar } from '../support/commands.ts'
import { startEmbedded } from '../support/embedded.ts'
import { folderWith } from '../support/folder.ts'
import { startProxy } from '../support/proxy.ts'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const FLOW = 'from prefect import flow\n\n\n@flow\ndef etl(day: str = "today"):\n    pass\n'
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f']
const STOPPING = 'Stopping; what is in flight is finished first'

const validate = new Ajv2020.default({ strict: true, allErrors: true, allowUnionTypes: true }).compile(schema)

describe('an apply that is told to stop while it writes', () => {
  test.for(['SIGINT', 'SIGTERM'] as const)(
    '%s: what is in flight is finished, the rest is not attempted, and the next apply does it',
    async (signal) => {
      const { held, release, child, ended, server, root } = await applyHeldAt(2)
      await vi.waitFor(() => expect(held()).toBe(2), { timeout: 45_000 })
      child.kill(signal)
      await ended.says(STOPPING)
      release()
      const { code, stdout } = await ended.result
      expect(code).toBe(4)
      const document = JSON.parse(stdout) as { outcomes: { result: string }[]; status: string }
      expect(validate(document), JSON.stringify(validate.errors)).toBe(true)
      expect(document.status).toBe('partly_applied')
      const results = document.outcomes.map(({ result }) => result)
      expect(results.filter((result) => result === 'created')).toHaveLength(2)
      expect(results.filter((result) => result === 'not_attempted')).toHaveLength(4)
      expect(await deployments(server.api)).toHaveLength(2)

      const again = await registrar(['apply', '--json'], { cwd: root, env: { PREFECT_API_URL: server.api } })
      expect(again.code, again.stderr).toBe(0)
      expect(JSON.parse(again.stdout)).toMatchObject({ summary: { create: 4, unchanged: 2 }, status: 'applied' })
    },
  )

  test('a second Ctrl-C ends at once', async () => {
    const { held, release, child, ended } = await applyHeldAt(2)
    await vi.waitFor(() => expect(held()).toBe(2), { timeout: 45_000 })
    child.kill('SIGINT')
    await ended.says(STOPPING)
    // one that follows at once is the same one
    const interrupted = () => {
      child.kill('SIGINT')
      expect(child.exitCode).toBe(130)
    }
    await vi.waitFor(interrupted, { timeout: 45_000 })
    expect(await ended.result).toMatchObject({ code: 130, stdout: '' })
    release()
  })
})

/** An apply of six in a process of its own, two at a time, whose creations wait until they are released. */
async function applyHeldAt(parallel: number) {
  const server = await startEmbedded()
  onTestFinished(() => server.close())
  const gate = Promise.withResolvers<void>()
  onTestFinished(() => gate.resolve())
  let held = 0
  const proxy = await startProxy(server.api, async ({ method, path }): Promise<'pass'> => {
    if (method !== 'POST' || path !== '/deployments/') return 'pass'
    held += 1
    await gate.promise
    return 'pass'
  })
  const root = await folderWith({
    'etl.py': FLOW,
    'deployments/all.yaml': NAMES.map((name) => `name: ${name}\nentrypoint: etl.py:etl\n`).join('---\n'),
  })
  const child = spawn(process.execPath, [MAIN, 'apply', '--json', '--parallel', String(parallel)], {
    cwd: root,
    env: { PATH: process.env['PATH'], HOME: root, PREFECT_API_URL: proxy.api, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return { held: () => held, release: gate.resolve, child, ended: listenedTo(child), server, root }
}

function listenedTo(child: ChildProcess) {
  let [stdout, stderr] = ['', '']
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  return {
    says: (text: string) => vi.waitFor(() => expect(stderr).toContain(text), { timeout: 45_000 }),
    result: new Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>((resolve) =>
      child.on('close', (code) => resolve({ code, stdout, stderr })),
    ),
  }
}

async function deployments(api: string): Promise<readonly unknown[]> {
  const answer = await fetch(`${api}/deployments/filter`, { method: 'POST' })
  return (await answer.json()) as unknown[]
}
