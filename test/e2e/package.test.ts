import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from '../support/commands.ts'

/** The package as npm would publish it, installed into an empty folder as a person would. */
describe('the packed package', () => {
  let folder: string
  let files: readonly string[]
  const registrar = (...args: string[]) =>
    run(process.execPath, [join(folder, 'node_modules/.bin/registrar'), ...args], { cwd: folder })

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'registrar-package-'))
    const packed = await run('npm', ['pack', '--json', '--pack-destination', folder], {
      cwd: process.cwd(),
      env: npmEnvironment(),
    })
    expect(packed.code, packed.stderr).toBe(0)
    const archive = (await readdir(folder)).find((name) => name.endsWith('.tgz'))!
    files = (await run('tar', ['-tzf', archive], { cwd: folder })).stdout.trim().split('\n')
    await writeFile(join(folder, 'package.json'), '{ "private": true }')
    const install = ['install', '--no-audit', '--no-fund', `./${archive}`]
    const installed = await run('npm', install, { cwd: folder, env: npmEnvironment() })
    expect(installed.code, installed.stderr).toBe(0)
  })

  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('holds what users need and nothing else', () => {
    const places = new Set(files.map((file) => file.replace(/^package\//, '').replace(/\/.*/, '')))
    expect([...places].sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'package.json', 'schemas'])
  })

  it('says its version', async () => {
    expect((await registrar('version')).stdout).toContain('0.1.0')
  })

  it('checks specs in YAML and TypeScript in a folder of their own', async () => {
    await mkdir(join(folder, 'deployments'))
    await writeFile(join(folder, 'flows.py'), 'from prefect import flow\n\n\n@flow\ndef hello():\n    print("hello")\n')
    await writeFile(join(folder, 'deployments/a.yaml'), 'name: a\nentrypoint: flows.py:hello\n')
    await writeFile(
      join(folder, 'deployments/b.deployment.ts'),
      "import { deployment } from 'prefect-registrar'\n\nexport default deployment({ name: 'b', entrypoint: 'flows.py:hello' })\n",
    )
    const { code, stdout, stderr } = await registrar('validate', '--json')
    expect(code, stdout + stderr).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ findings: [] })
  })
})

/** npm needs the machine's own settings (certificates, proxies); not those of the npm script that runs the tests. */
function npmEnvironment(): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^npm_(lifecycle|package|command|execpath)/.test(name),
  )
  return Object.fromEntries(inherited.map(([name, value]) => [name, value ?? '']))
}
