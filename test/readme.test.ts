import { spawn } from 'node:child_process'
import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { registrar } from './support/commands.ts'
import { folderWith } from './support/folder.ts'

const REPOSITORY = fileURLToPath(new URL('..', import.meta.url))
const README = await readFile(join(REPOSITORY, 'README.md'), 'utf8')
const { scripts } = JSON.parse(await readFile(join(REPOSITORY, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>
}

/** The code blocks of a language, in the order of the page; '' is a block that names none. */
function blocks(language: string): readonly string[] {
  const all = README.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)
  return [...all].flatMap(([, name, text]) => (name === language ? [text ?? ''] : []))
}

/** Times of day pass; the port is any free one here. */
function timeless(text: string): string {
  return text.replaceAll(/next .*$/gm, 'next …').replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:4200')
}

describe('the README', () => {
  test('shows what the first start of the examples prints, and its commands for a server work against that', async () => {
    const root = await folderWith({})
    await cp(join(REPOSITORY, 'deployments'), join(root, 'deployments'), { recursive: true })
    const [main, ...words] = scripts['start']!.split(' ').slice(1)
    const child = spawn(process.execPath, [join(REPOSITORY, main!), ...words, '--port', '0'], {
      cwd: root,
      env: { PATH: process.env['PATH'], HOME: root, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    onTestFinished(async () => {
      child.kill('SIGTERM')
      await ended
    })
    let printed = ''
    for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
      printed += String(chunk)
      if (printed.includes('Ctrl-C')) break
    }
    expect(timeless(printed)).toBe(timeless(blocks('')[0]!))

    const url = /http:\S+/.exec(printed)![0]
    const block = blocks('sh').find((text) => text.includes('registrar -- plan'))!
    expect(block).toMatch(/^export PREFECT_API_URL=http:\/\/127\.0\.0\.1:4200\/api\s/)
    const commands = [...block.matchAll(/^npm run -s registrar -- (.*)$/gm)].map(([, line]) => line!.split(' '))
    expect(commands).toHaveLength(2)
    for (const command of commands) {
      const env = { HOME: root, PREFECT_API_URL: `${url}/api` }
      expect(await registrar(command, { cwd: root, env })).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('No changes: 4 unchanged.'),
      })
    }
  })

  test('names only scripts, commands and flags that there are', async () => {
    const cwd = await folderWith({})
    const named = [...README.matchAll(/npm (?:run (?:-s )?([a-z:]+)|(start|test)\b)/g)].map(
      ([, run, own]) => run ?? own,
    )
    expect(named).toContain('registrar')
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named))
    const rows = [...README.matchAll(/^\| `registrar ([a-z ]+?)(?: (?:[[b]|FILE).*?)?` \| (.*) \|$/gm)]
    expect(rows).toHaveLength(9)
    for (const [, command, words] of rows) {
      const help = await registrar([...command!.split(' '), '--help'], { cwd })
      expect(help.code).toBe(0)
      for (const [flag] of words!.matchAll(/--[a-z-]+/g)) expect(help.stdout).toContain(flag)
    }
  })

  test('has a YAML and a TypeScript spec that are right', async () => {
    const [yaml] = blocks('yaml')
    const [typescript] = blocks('ts')
    const cwd = await folderWith({
      'deployments/nightly.yaml': yaml!,
      'flows/etl.py': 'from prefect import flow\n\n\n@flow\ndef etl(day: str = "today"):\n    pass\n',
    })
    expect((await registrar(['validate'], { cwd })).stdout).toBe('1 deployment in 1 file: all right.\n')
    const other = await folderWith({
      'nightly.deployment.ts': typescript!,
      'flows/etl.py': 'from prefect import flow\n\n\n@flow\ndef etl():\n    pass\n',
    })
    expect((await registrar(['validate'], { cwd: other })).stdout).toBe('1 deployment in 1 file: all right.\n')
  })
})
