import { appendFile, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Watch, watchFolder, type WatchOptions } from '../../src/source/watch.ts'

let root: string
let watching: Watch | undefined
let nudges: number

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'registrar-watch-'))
  await mkdir(join(root, 'deployments'))
  await writeFile(join(root, 'deployments/etl.yaml'), 'name: nightly\n')
  nudges = 0
})

afterEach(async () => {
  await watching?.close()
  watching = undefined
  await rm(root, { recursive: true, force: true })
})

describe('watching a folder', () => {
  test('nudges when a file is written', async () => {
    await watched()
    await writeFile(join(root, 'deployments/etl.yaml'), 'name: daily\n')
    await nudged()
  })

  test('nudges when an editor saves by renaming a temporary file over the old one', async () => {
    await watched()
    await writeFile(join(root, 'deployments/.etl.yaml.tmp'), 'name: daily\n')
    await rename(join(root, 'deployments/.etl.yaml.tmp'), join(root, 'deployments/etl.yaml'))
    await nudged()
  })

  test('goes on nudging after several saves by rename', async () => {
    await watched()
    for (const name of ['daily', 'weekly', 'monthly']) {
      const before = nudges
      await writeFile(join(root, '.tmp'), `name: ${name}\n`)
      await rename(join(root, '.tmp'), join(root, 'deployments/etl.yaml'))
      await nudged(before)
    }
  })

  test('nudges when a file is deleted', async () => {
    await watched()
    await rm(join(root, 'deployments/etl.yaml'))
    await nudged()
  })

  test('nudges for a file in folders made a moment before', async () => {
    await watched()
    await mkdir(join(root, 'new/deep'), { recursive: true })
    await writeFile(join(root, 'new/deep/b.yaml'), 'name: b\n')
    await nudged()
    const before = nudges
    await appendFile(join(root, 'new/deep/b.yaml'), 'tags: [x]\n')
    await nudged(before)
  })

  test('nudges when a folder is deleted and made again', async () => {
    await watched()
    await rm(join(root, 'deployments'), { recursive: true })
    await nudged()
    const before = nudges
    await mkdir(join(root, 'deployments'))
    await writeFile(join(root, 'deployments/etl.yaml'), 'name: again\n')
    await nudged(before)
  })

  test('nudges for Python files and for .env', async () => {
    await watched()
    await writeFile(join(root, 'flow.py'), 'x = 1\n')
    await nudged()
    const before = nudges
    await writeFile(join(root, '.env'), 'PREFECT_API_URL=\n')
    await nudged(before)
  })

  test('makes one nudge of a burst of saves, and does not put it off for ever', async () => {
    await watched({ quietMs: 10_000, maxMs: 300 })
    for (let index = 0; index < 20; index += 1) await writeFile(join(root, `deployments/${index}.yaml`), 'name: x\n')
    await nudged()
    expect(nudges).toBe(1)
  })

  test('leaves alone what is hidden, cached, installed, in a virtual environment, or an editor’s own', async () => {
    await mkdir(join(root, 'my-env/lib'), { recursive: true })
    await writeFile(join(root, 'my-env/pyvenv.cfg'), '')
    for (const folder of ['.git', '.registrar', 'node_modules', '__pycache__']) await mkdir(join(root, folder))
    await watched()
    for (const path of [
      '.git/index',
      '.registrar/db',
      'node_modules/x.ts',
      '__pycache__/x.pyc',
      'my-env/lib/x.py',
      'etl.yaml~',
      '.etl.yaml.swp',
    ])
      await writeFile(join(root, path), 'x')
    // what comes last is seen last: had one of the others nudged, there would be two
    await writeFile(join(root, 'deployments/etl.yaml'), 'name: seen\n')
    await nudged()
    expect(nudges).toBe(1)
  })

  test('leaves alone what the caller ignores', async () => {
    await mkdir(join(root, 'output'))
    await watched({ ignore: (path) => path === 'output' })
    await writeFile(join(root, 'output/log.txt'), 'x')
    await writeFile(join(root, 'deployments/etl.yaml'), 'name: seen\n')
    await nudged()
    expect(nudges).toBe(1)
  })

  test('is not caught by a link that leads back to its own folder', async () => {
    await symlink(root, join(root, 'deployments/loop'))
    await watched()
    await writeFile(join(root, 'deployments/etl.yaml'), 'name: daily\n')
    await nudged()
  })

  test('is silent once closed', async () => {
    await watched()
    await writeFile(join(root, 'deployments/etl.yaml'), 'name: daily\n')
    await watching?.close()
    const before = nudges
    // a second watcher tells when the closed one would have noticed
    let seen = 0
    watching = await watchFolder(root, { quietMs: 160, onNudge: () => (seen += 1), onError: fail })
    await writeFile(join(root, 'deployments/etl.yaml'), 'name: later\n')
    await vi.waitFor(() => expect(seen).toBe(1), { timeout: 45_000, interval: 10 })
    expect(nudges).toBe(before)
  })
})

async function watched(options: Partial<WatchOptions> = {}): Promise<void> {
  watching = await watchFolder(root, {
    quietMs: 80,
    maxMs: 400,
    ...options,
    onNudge: () => {
      nudges += 1
    },
    onError: fail,
  })
}

function fail(error: unknown): never {
  throw error
}

async function nudged(before = 0): Promise<void> {
  await vi.waitFor(() => expect(nudges).toBeGreaterThan(before), { timeout: 45_000, interval: 10 })
}
