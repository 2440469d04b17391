import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { folderWith } from '../support/folder.ts'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const ROUNDS = 3
const WRITES = 40

test('what a server has answered to is there after it was killed in the middle of writes', async () => {
  const root = await folderWith({})
  const answered = new Set<string>()
  for (let round = 0; round < ROUNDS; round++) {
    const server = await started(root)
    expect([...answered].filter((name) => !server.had.has(name))).toEqual([])
    let next = 0
    const write = async (): Promise<void> => {
      for (;;) {
        next += 1
        const name = `${round}-${next}`
        const answer = await post(`${server.api}/flows/`, { name }).catch(() => undefined)
        if (answer?.ok !== true) return
        answered.add(name)
        if (answered.size >= WRITES * (round + 1)) server.kill()
      }
    }
    await Promise.all([write(), write(), write(), write()])
    await server.ended
  }
  const last = await started(root)
  expect([...answered].filter((name) => !last.had.has(name))).toEqual([])
  last.kill()
  await last.ended
})

/** A server in a process of its own, and the names of the flows that it had when it started. */
async function started(cwd: string) {
  const child = spawn(process.execPath, [MAIN, 'server', 'start', '--port', '0'], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: cwd, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const kill = () => void child.kill('SIGKILL')
  onTestFinished(kill)
  const ended = once(child, 'exit')
  let said = ''
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    said += String(chunk)
    if (said.includes('/api ')) break
  }
  const api = /PREFECT_API_URL=(\S+)/.exec(said)?.[1] ?? ''
  const flows = (await (await post(`${api}/flows/filter`, {})).json()) as { name: string }[]
  return { api, kill, ended, had: new Set(flows.map(({ name }) => name)) }
}

function post(url: string, body: unknown): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  })
}
