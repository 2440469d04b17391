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
    await mkdir('dist/left-over', { recursive: true })
    await writeFile('dist/left-over/stale.js', '')
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
    expect(files.filter((file) => file.includes('left-over'))).toEqual([])
  })

  it('says its version', async () => {
    expect((await registrar('version')).stdout).toContain('0.1.0')
  })

  it('types a spec: a slip in a key is an error of tsc, in both ways of finding modules', async () => {
    const spec = (fields: string) =>
      `import { deployment, type DeploymentSpec } from 'prefect-registrar'\n\nexport default deployment({ ${fields} }) satisfies DeploymentSpec\n`
    await mkdir(join(folder, 'typed'))
    await writeFile(join(folder, 'typed/good.ts'), spec("name: 'a', schedules: { s: { cron: '0 9 * * *' } }"))
    await writeFile(join(folder, 'typed/bad.ts'), spec("name: 'a', entrypont: 'flows.py:hello'"))
    for (const moduleResolution of ['nodenext', 'bundler']) {
      const module = moduleResolution === 'bundler' ? 'esnext' : moduleResolution
      const flags = ['--noEmit', '--strict', '--ignoreConfig', '--module', module]
      const tsc = [
        join(process.cwd(), 'node_modules/typescript/bin/tsc'),
        ...flags,
        '--moduleResolution',
        moduleResolution,
      ]
      const { stdout } = await run(process.execPath, [...tsc, 'typed/good.ts', 'typed/bad.ts'], { cwd: folder })
      expect(stdout).toMatch(/^typed\/bad\.ts\(3,\d+\): error TS2561: .*'entrypont'.*'entrypoint'\?\n$/)
    }
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
