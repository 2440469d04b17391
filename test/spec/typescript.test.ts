import { readFile, symlink } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ETL, projectWith, readFilesOf, readProject, shortly } from '../support/project.ts'

const IMPORT = `import { deployment } from 'prefect-registrar'\n`
const FIELDS = `entrypoint: 'flows/etl.py:etl'`

async function read(source: string, request = {}) {
  return readFilesOf(
    {
      'flows/etl.py': ETL,
      'deployments/a.deployment.ts': source,
      'deployments/ok.deployment.ts': `export default { name: 'ok', ${FIELDS} }\n`,
    },
    request,
  )
}

test('one deployment stands where deployment( was called', async () => {
  const { desired, findings } = await read(
    `${IMPORT}\nconst tags: string[] = ['x']\nexport default deployment({\n  name: 'a',\n  ${FIELDS},\n  tags,\n})\n`,
  )
  expect(findings).toEqual([])
  expect(desired).toMatchObject([
    { key: 'etl/a', at: { file: 'deployments/a.deployment.ts', line: 4, column: 16 }, fields: { tags: ['x'] } },
    { key: 'etl/ok', at: { line: 1 } },
  ])
})

test('a list gives each deployment its own place; what is undefined is absent', async () => {
  const { desired } = await read(
    `${IMPORT}export default [\n  deployment({ name: 'a', ${FIELDS}, tags: undefined }),\n  deployment({ name: 'b', ${FIELDS}, description: null }),\n]\n`,
  )
  expect(desired.map(({ key, at, fields }) => [key, at.line, fields])).toEqual([
    ['etl/a', 3, { entrypoint: 'flows/etl.py:etl' }],
    ['etl/b', 4, { entrypoint: 'flows/etl.py:etl', description: null }],
    ['etl/ok', 1, { entrypoint: 'flows/etl.py:etl' }],
  ])
})

test('an asynchronous function is given target, git and env', async () => {
  const source = `${IMPORT}import type { SpecContext } from 'prefect-registrar'
export default async ({ target, git, env }: SpecContext) => deployment({ name: target.name, ${FIELDS}, version: git.commit, description: env['WHO'] })\n`
  const context = { target: { name: 'prod' }, git: { commit: 'abc', branch: 'main' }, env: { WHO: 'me' } }
  const { desired, findings } = await read(source, { context })
  expect(findings).toEqual([])
  expect(desired).toMatchObject([{ key: 'etl/ok' }, { key: 'etl/prod', fields: { version: 'abc', description: 'me' } }])
})

test('a spec is a module also where package.json says commonjs, as npm init has it, and so is what it imports', async () => {
  const { desired, findings } = await readFilesOf({
    'package.json': '{ "type": "commonjs" }',
    'flows/etl.py': ETL,
    'deployments/a.deployment.ts':
      "import { name } from './name.ts'\nexport default { name, entrypoint: 'flows/etl.py:etl' }\n",
    'deployments/name.ts': "export const name = 'a'\n",
    'deployments/b.deployment.ts': "module.exports = { name: 'b', entrypoint: 'flows/etl.py:etl' }\n",
  })
  expect(findings).toEqual([])
  expect(desired.map(({ key }) => key)).toEqual(['etl/a', 'etl/b'])
})

test('a spec that throws has its own stack, and its place is its top frame in the file', async () => {
  const { desired, findings, complete } = await read(
    `${IMPORT}function tagsOf(): string[] {\n  throw new Error('no tags today')\n}\nexport default deployment({ name: 'a', tags: tagsOf() })\n`,
  )
  expect(findings).toMatchObject([
    {
      code: 'typescript_failed',
      detail: 'no tags today',
      at: { file: 'deployments/a.deployment.ts', line: 3, column: 9 },
    },
  ])
  expect(findings[0]).toHaveProperty(
    'stack',
    expect.stringMatching(
      /^Error: no tags today\n\s+at tagsOf \(deployments\/a\.deployment\.ts:3:9\)\n\s+at deployments\/a\.deployment\.ts:5:46/,
    ),
  )
  expect(desired.map(({ key }) => key)).toEqual(['etl/ok'])
  expect(complete).toBe(false)
})

test.for([
  ['throws something that is no error', `throw 'stop'\n`, 'typescript_failed', 1],
  ['throws in its function', `\nexport default () => {\n  throw new Error('x')\n}\n`, 'typescript_failed', 3],
  ['rejects', `export default Promise.reject(new Error('x'))\n`, 'typescript_failed', 1],
  [
    'leaves a rejection to nobody',
    `const a = 1\nvoid Promise.reject(new Error('x'))\nexport default {}\n`,
    'typescript_failed',
    2,
  ],
  [
    'throws in a timer while it waits',
    `const wait = new Promise((done) => setTimeout(done, 50))\nsetTimeout(() => { throw new Error('x') }, 5)\nawait wait\nexport default {}\n`,
    'typescript_failed',
    2,
  ],
  ['has a syntax error', `const a = 1\nconst b = = 2\nexport default {}\n`, 'typescript_failed', 2],
  ['needs more than erasing', `const a = 1\nenum Colour { Red }\nexport default {}\n`, 'typescript_failed', 2],
  ['imports what does not exist', `import './nope.ts'\nexport default {}\n`, 'typescript_failed', 1],
  ['ends the process', `const a = 1\nprocess.exit(0)\nexport default {}\n`, 'typescript_failed', 2],
  [
    'ends the process with a signal',
    `process.kill(process.pid, 'SIGKILL')\nawait new Promise(() => {})\n`,
    'typescript_failed',
    1,
  ],
  ['exports nothing', `\nexport const a = 1\n`, 'typescript_export', 1],
  ['exports a number', `const a = 1\nexport default 42\n`, 'typescript_export', 2],
  ['exports undefined', `export default undefined\n`, 'typescript_export', 1],
  ['exports a list with a text', `\nexport default ['a']\n`, 'typescript_export', 2],
  [
    'exports a value that holds itself',
    `const a: any = { name: 'a' }\na.parameters = { a }\nexport default a\n`,
    'typescript_export',
    3,
  ],
  ['exports a class instance', `class A { name = 'a' }\nexport default new A()\n`, 'typescript_export', 2],
  [
    'exports a date',
    `export default { name: 'a', ${FIELDS}, parameters: { day: new Date(0) } }\n`,
    'typescript_export',
    1,
  ],
  [
    'exports a function in a field',
    `export default { name: 'a', ${FIELDS}, parameters: { day: () => 1 } }\n`,
    'typescript_export',
    1,
  ],
  ['gives a function from its function', `export default () => () => 1\n`, 'typescript_export', 1],
  [
    'exports a wrong type',
    `${IMPORT}\nexport default deployment({ name: 'a', ${FIELDS}, paused: 'no' as never })\n`,
    'wrong_type',
    3,
  ],
  [
    'misspells a field',
    `${IMPORT}\nexport default deployment({ name: 'a', ${FIELDS}, tagz: [] } as never)\n`,
    'unknown_field',
    3,
  ],
] as const)('a spec that %s is one finding and leaves the others alone', async ([, source, code, line]) => {
  const { desired, findings, complete } = await read(source)
  expect(findings.map(({ at, code }) => `${at.file}:${at.line} ${code}`)).toEqual([
    `deployments/a.deployment.ts:${line} ${code}`,
  ])
  expect(desired.map(({ key }) => key)).toEqual(['etl/ok'])
  expect(complete).toBe(false)
})

test.for([
  ['in a loop', `export default (() => { for (;;); })()\n`],
  ['waiting', `export default new Promise(() => {})\n`],
  ['with a timer', `setInterval(() => {}, 1000)\nexport default new Promise(() => {})\n`],
] as const)('a spec that hangs %s is ended, and the others are still read', async ([, source]) => {
  const { desired, findings } = await read(source, { timeoutMs: 700 })
  expect(findings).toMatchObject([
    { code: 'typescript_timeout', seconds: 0.7, at: { file: 'deployments/a.deployment.ts' } },
  ])
  expect(desired.map(({ key }) => key)).toEqual(['etl/ok'])
})

test('what a spec said before another ends the process counts, however much it is', async () => {
  const { desired, findings } = await readFilesOf({
    'flows/etl.py': ETL,
    'deployments/a.deployment.ts': `export default { name: 'a', ${FIELDS}, description: 'x'.repeat(7_000_000) }\n`,
    'deployments/b.deployment.ts': `console.error('last words')\nprocess.kill(process.pid, 'SIGKILL')\n`,
  })
  expect(desired.map(({ key }) => key)).toEqual(['etl/a'])
  expect(findings).toMatchObject([
    {
      code: 'typescript_failed',
      at: { file: 'deployments/b.deployment.ts' },
      detail: 'the spec ended its process by SIGKILL',
      stack: 'last words\n',
    },
  ])
})

test('what a spec starts is ended with it', async () => {
  const source = `import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
writeFileSync('pid', String(child.pid))
export default { name: 'a', ${FIELDS} }\n`
  const root = await projectWith({ 'flows/etl.py': ETL, 'deployments/a.deployment.ts': source })
  expect((await readProject(root)).desired).toHaveLength(1)
  const pid = Number(await readFile(path.join(root, 'pid'), 'utf8'))
  await expect.poll(() => isRunning(pid)).toBe(false)
})

/** One that has ended but that nobody has collected yet, as in a container without an init process, is not running. */
async function isRunning(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return !/\) Z /.test(state)
}

test('what a spec prints does not get into its result', async () => {
  const { desired, findings } = await read(
    `console.log('{"kind":"specs"}')\nprocess.stdout.write('x'.repeat(300_000))\nexport default { name: 'a', ${FIELDS} }\n`,
  )
  expect(findings).toEqual([])
  expect(desired.map(({ key }) => key)).toEqual(['etl/a', 'etl/ok'])
})

test('a spec does not see the environment of the command', async () => {
  process.env['REGISTRAR_TEST_SECRET'] = 'x'
  const { desired } = await read(`export default { name: String(process.env['REGISTRAR_TEST_SECRET']), ${FIELDS} }\n`)
  delete process.env['REGISTRAR_TEST_SECRET']
  expect(desired.map(({ name }) => name)).toEqual(['ok', 'undefined'])
})

test('places are found below a linked root, and in a file with a space in its name', async () => {
  const root = await projectWith({ 'deployments/my spec.deployment.ts': `\n\nthrow new Error('x')\n` })
  const link = path.join(await projectWith({}), 'link to root')
  await symlink(root, link)
  const { findings } = await readProject(link)
  expect(findings).toMatchObject([
    { code: 'typescript_failed', at: { file: 'deployments/my spec.deployment.ts', line: 3, column: 7 } },
  ])
  expect(JSON.stringify(findings)).not.toContain(root)
})

test('mistakes in what a spec gives are told with the place of its deployment', async () => {
  const { findings } = await read(
    `${IMPORT}\nexport default [\n  deployment({ name: 'a', ${FIELDS}, parameters: { dya: 'x' } }),\n  deployment({ name: 'b', entrypoint: 'flows/etl.py:nope' }),\n]\n`,
  )
  expect(findings.map(shortly)).toEqual([
    'deployments/a.deployment.ts:4:3 parameter_unknown',
    'deployments/a.deployment.ts:5:3 entrypoint_function_missing',
  ])
})

test.for([
  [
    'an enum',
    'enum Colour { Red }\nexport default {}\n',
    /^TypeScript enum is not supported .*types erased.*"as const"\)$/,
  ],
  [
    'an error in a timer',
    `setTimeout(() => { throw new Error('late') }, 5)\nawait new Promise((done) => setTimeout(done, 50))\n`,
    /^late$/,
  ],
] as const)('%s is told in words that help', async ([, source, words]) => {
  const { findings } = await readFilesOf({ 'deployments/a.deployment.ts': source })
  expect(findings).toMatchObject([{ code: 'typescript_failed', detail: expect.stringMatching(words) }])
})
