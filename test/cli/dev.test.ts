import { type ChildProcess, spawn } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { registrar } from '../support/commands.ts'
import { folderWith, writeFiles } from '../support/folder.ts'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const FLOW = 'from prefect import flow\n\n\n@flow\ndef etl(day: str = "today"):\n    pass\n'
const NIGHTLY = 'name: nightly\nentrypoint: etl.py:etl\ndescription: Loads.\n'
const HOURLY = 'name: hourly\nentrypoint: etl.py:etl\n'

describe('dev', () => {
  test('applies, follows saves, shows mistakes and their end, tells what is no longer wanted, stops cleanly', async () => {
    const root = await folderWith({ 'etl.py': FLOW, 'deployments/nightly.yaml': NIGHTLY })
    const dev = started(root, ['dev', '--port', '0'])
    await dev.says('1 created. Watching deployments/ (Ctrl-C stops)\n')
    const [header, line] = dev.out().split('\n')
    expect(header).toMatch(/^embedded server {3}http:\/\/127\.0\.0\.1:\d+ {3}\(data in \.registrar\/\)$/)
    expect(line).toBe('  + etl/nightly  deployments/nightly.yaml:1')

    await writeFiles(root, { 'deployments/nightly.yaml': NIGHTLY.replace('Loads.', 'Loads orders.') })
    await dev.says('description  "Loads." → "Loads orders."  (changed)  deployments/nightly.yaml:3\n1 updated.\n')

    await writeFiles(root, { 'deployments/nightly.yaml': `${NIGHTLY}schedule: {}\n` })
    await dev.says('error  deployments/nightly.yaml:4:1')
    await dev.says('1 error in 1 file. The server keeps what it had.\n')

    // another file is saved and looked at meanwhile
    await writeFiles(root, { 'other.py': '' })
    expect(await registrar(['validate'], { cwd: root, env: { HOME: root } })).toMatchObject({ code: 1 })
    await writeFiles(root, { 'deployments/nightly.yaml': NIGHTLY })
    await dev.says('The specs are right again.\n')
    expect(dev.out().match(/1 error in 1 file/g)).toHaveLength(1)
    await dev.says('"Loads orders." → "Loads."')

    await writeFiles(root, { 'deployments/new/hourly.yaml': HOURLY })
    await dev.says('  + etl/hourly  deployments/new/hourly.yaml:1\n')
    await rm(join(root, 'deployments/new'), { recursive: true })
    await dev.says('  · etl/hourly    no spec wants it; kept (--prune deletes it)\n')

    // a Python file counts too: the function is looked up in it
    await writeFiles(root, { 'etl.py': FLOW.replace('def etl', 'def elt') })
    await dev.says('etl.py defines no "etl"')

    expect(await registrar(['apply'], { cwd: root, env: { HOME: root } })).toMatchObject({ code: 1 })
    await writeFiles(root, { 'etl.py': FLOW })
    await dev.says('The specs are right again.\nNo changes:')
    const plan = await registrar(['plan'], { cwd: root, env: { HOME: root } })
    expect(plan.stdout).toMatch(/^embedded server {3}http:\/\/127\.0\.0\.1:\d+\/api {3}\(scope project\)\n/)
    expect(plan.stdout).toContain('No changes: 1 unchanged, 1 kept that no spec wants.')

    dev.process.kill('SIGINT')
    expect(await dev.ended).toBe(0)
    expect(dev.err()).toBe('\nStopping; what is in flight is finished first (Ctrl-C again stops at once).\n')
    await expect(readFile(join(root, '.registrar/server.json'))).rejects.toThrow('ENOENT')
    expect(await readFile(join(root, '.registrar/.gitignore'), 'utf8')).toBe('*\n')
  })

  test('tells of a schedule that never fires once, and not again at every save', async () => {
    const never = 'schedules: { old: { rrule: "DTSTART:20200101T000000Z\\nRRULE:FREQ=DAILY;COUNT=2" } }\n'
    const root = await folderWith({ 'etl.py': FLOW, 'deployments/nightly.yaml': NIGHTLY + never })
    const dev = started(root, ['dev', '--port', '0'])
    await dev.says('1 created. Watching deployments/ (Ctrl-C stops)\n')
    await writeFiles(root, { 'deployments/nightly.yaml': NIGHTLY.replace('Loads.', 'Loads orders.') + never })
    await dev.says('1 updated.\n')
    // a file that is being saved is empty for a moment
    await writeFiles(root, { 'deployments/nightly.yaml': '' })
    await dev.says('this file is empty')
    await writeFiles(root, {
      'deployments/nightly.yaml': `# moved\n${NIGHTLY.replace('Loads.', 'Loads new orders.')}${never}`,
    })
    await dev.says('1 updated.\n')
    expect(dev.out().match(/never fires/g)).toHaveLength(1)

    // what was mended is told when it comes again
    await writeFiles(root, { 'deployments/nightly.yaml': NIGHTLY })
    await dev.says('1 updated.\n')
    await writeFiles(root, { 'deployments/nightly.yaml': NIGHTLY + never })
    await dev.says('never fires')
    dev.process.kill('SIGTERM')
    expect(await dev.ended).toBe(0)
  })

  test('what moves during the first look is seen by a second one', async () => {
    // the spec comes beside one that is just being read, and slowly
    const slow = `import { existsSync, writeFileSync } from 'node:fs'
const other = new URL('./nightly.yaml', import.meta.url)
if (!existsSync(other)) {
  writeFileSync(other, ${JSON.stringify(NIGHTLY)})
  await new Promise((resolve) => setTimeout(resolve, 1000))
}
export default []
`
    const root = await folderWith({ 'etl.py': FLOW, 'deployments/slow.deployment.ts': slow })
    const dev = started(root, ['dev', '--port', '0'])
    await dev.says('Watching')
    await dev.says('  + etl/nightly  deployments/nightly.yaml:1\n1 created.\n')
    dev.process.kill('SIGTERM')
    expect(await dev.ended).toBe(0)
  })

  test('keeps its data from one start to the next, and prunes when told', async () => {
    const root = await folderWith({
      'etl.py': FLOW,
      'deployments/nightly.yaml': NIGHTLY,
      'deployments/hourly.yaml': HOURLY,
    })
    const first = started(root, ['dev', '--port', '0', '--no-watch'])
    await first.says('2 created. Not watching')
    first.process.kill('SIGTERM')
    expect(await first.ended).toBe(0)
    await rm(join(root, 'deployments/hourly.yaml'))
    const second = started(root, ['dev', '--port', '0', '--prune'])
    await second.says('  - etl/hourly')
    await second.says('1 pruned, 1 unchanged. Watching deployments/')
    second.process.kill('SIGTERM')
    expect(await second.ended).toBe(0)
  })

  test('a second one for the same folder, and a port that is taken, are refused with what to do', async () => {
    const root = await folderWith({ 'etl.py': FLOW, 'deployments/nightly.yaml': NIGHTLY })
    const dev = started(root, ['server', 'start', '--port', '0'])
    await dev.says('Ctrl-C stops')
    expect(await registrar(['dev', '--port', '0'], { cwd: root, env: { HOME: root } })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^error: http:.*runs already \(process \d+\)\n→ .*kill \d+\n$/),
    })

    const port = await takenPort()
    const other = await folderWith({})
    const taken = await registrar(['dev', '--port', String(port)], { cwd: other, env: { HOME: other } })
    expect(taken.code).toBe(1)
    expect(taken.stderr).toContain(`127.0.0.1:${port}`)
    expect(taken.stderr).toContain('--port')
  })

  test('an address that was left behind by a killed server does not stand in the way', async () => {
    const root = await folderWith({ 'etl.py': FLOW, 'deployments/nightly.yaml': NIGHTLY })
    // our own id: a process runs under it, and it is no server
    await writeFiles(root, { '.registrar/server.json': `{"url":"http://127.0.0.1:9","pid":${process.pid}}\n` })
    const dev = started(root, ['dev', '--port', '0', '--no-watch'])
    await dev.says('1 created.')
    dev.process.kill('SIGINT')
    expect(await dev.ended).toBe(0)
  })
})

type Started = {
  readonly process: ChildProcess
  readonly out: () => string
  readonly err: () => string
  /** Waits until the text has been printed, after what was waited for before. */
  readonly says: (text: string) => Promise<void>
  readonly ended: Promise<number | null>
}

function started(cwd: string, args: readonly string[]): Started {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: cwd, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let out = ''
  let err = ''
  let heard = 0
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  return {
    process: child,
    out: () => out,
    err: () => err,
    says: async (text) => {
      await vi.waitFor(
        () => {
          const at = out.indexOf(text, heard)
          if (at === -1) throw new Error(`waiting for ${JSON.stringify(text)} after:\n${out.slice(heard)}\n${err}`)
          heard = at + text.length
        },
        { timeout: 45_000, interval: 20 },
      )
    },
    ended: new Promise((resolve) => child.on('close', resolve)),
  }
}

async function takenPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
