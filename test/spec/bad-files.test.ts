import { chmod, symlink } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { folderWith } from '../support/folder.ts'
import { ETL, projectWith, readFilesOf, readProject, shortly } from '../support/project.ts'

const RIGHT = { 'flows/etl.py': ETL, 'deployments/right.yaml': 'name: right\nentrypoint: flows/etl.py:etl\n' }

/** Beside a spec that is right, so that every case also shows that it is still read. */
async function findingsOf(text: string | Uint8Array) {
  const reading = await readFilesOf({ ...RIGHT, 'deployments/a.yaml': text })
  expect(reading.desired.map(({ key }) => key)).toEqual(['etl/right'])
  expect(reading.complete).toBe(false)
  return reading.findings
}

test.for([
  ['an unclosed list', 'name: a\ntags: [x\nflow: b\n', '2:7 yaml_syntax'],
  ['an unclosed list at the end', 'name: a\nflow: b\ntags: [x\n', '3:7 yaml_syntax'],
  ['an unclosed list around a closed one', 'name: a\ntags: [x, [y]\nflow: b\n', '2:7 yaml_syntax'],
  ['an unclosed list in an unclosed mapping', 'name: a\nwork_pool: {name: [x, y}\nflow: b\n', '2:19 yaml_syntax'],
  ['an unclosed text', 'name: "a\nflow: b\n', '1:7 yaml_syntax'],
  ['an unclosed text in single quotes', "name: 'a\nflow: b\n", '1:7 yaml_syntax'],
  ['an unclosed text in a mapping', 'name: a\nwork_pool: {name: "x}\nflow: b\n', '2:19 yaml_syntax'],
  ['a tab for indentation', 'name: a\nwork_pool:\n\tname: local\n', '3:1 yaml_syntax'],
  ['a mapping in a value', 'name: a: b\n', '1:7 yaml_syntax'],
  ['an anchor that does not exist', 'name: a\nflow: *nope\n', '2:7 yaml_syntax'],
  ['an unknown type tag', 'name: !Ref a\nflow: b\n', '1:7 yaml_syntax'],
  ['a key that is a mapping', '? {a: b}\n: 1\n', '1:3 yaml_syntax'],
  ['a list that holds itself', 'name: a\nflow: b\ntags: &t [*t]\n', '1:1 yaml_syntax'],
  ['a merge of what is no mapping', 'name: a\nflow: b\ntags: &t [x]\n<<: *t\n', '4:5 yaml_syntax'],
  ['a merge of a text', 'name: a\nwork_pool:\n  <<: local\n', '3:7 yaml_syntax'],
  ['nesting without end', `name: ${'['.repeat(300_000)}`, '1:1 yaml_syntax'],
  ['dashes without end', '- '.repeat(100_000), '1:1 yaml_syntax'],
] as const)('%s is one finding at its place', async ([, text, expected]) => {
  expect((await findingsOf(text)).map(shortly)).toEqual([`deployments/a.yaml:${expected}`])
})

test('aliases that unfold without end are refused', async () => {
  const levels = Array.from(
    { length: 12 },
    (_, level) => `l${level + 1}: &l${level + 1} [${Array(10).fill(`*l${level}`).join(', ')}]`,
  )
  const findings = await findingsOf(`name: a\nflow: b\nparameters:\n  l0: &l0 [x]\n  ${levels.join('\n  ')}\n`)
  expect(findings.map(shortly)).toEqual(['deployments/a.yaml:1:1 yaml_syntax'])
})

test('every key that is written twice is named at its second place', async () => {
  const findings = await findingsOf('name: a\nflow: b\nname: c\nwork_pool:\n  name: x\n  name: y\n')
  expect(findings).toMatchObject([
    { code: 'duplicate_key', key: 'name', at: { line: 3, column: 1, endColumn: 5 } },
    { code: 'duplicate_key', key: 'name', at: { line: 6, column: 3 } },
  ])
})

test('a file of 5 MB is not parsed', async () => {
  const findings = await findingsOf(`name: a\nflow: b\ndescription: ${'x'.repeat(5_000_000)}\n`)
  expect(findings).toMatchObject([
    {
      code: 'file_too_large',
      bytes: 5_000_030,
      limit: 1_048_576,
      at: { file: 'deployments/a.yaml', line: 1, column: 1 },
    },
  ])
})

test.for([
  ['bytes that are not UTF-8', new Uint8Array([0x6e, 0x61, 0xff, 0xfe, 0x80])],
  ['a NUL', new TextEncoder().encode('name: a\0b\n')],
  ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13])],
] as const)('%s is said to be no text', async ([, bytes]) => {
  expect((await findingsOf(bytes)).map(shortly)).toEqual(['deployments/a.yaml:1:1 file_binary'])
})

test('a byte order mark and Windows line ends are read like any text', async () => {
  const { desired, findings } = await readFilesOf({
    'deployments/a.yaml': '\u{FEFF}name: a\r\nflow: b\r\ntags: [x]\r\n',
  })
  expect(findings).toEqual([])
  expect(desired).toMatchObject([{ key: 'b/a', at: { line: 1, column: 1 }, places: { tags: { line: 3, column: 1 } } }])
})

test.for([
  ['a file of comments', '# nothing\n', '1:1'],
  ['an empty document among others', 'name: a\nflow: b\n---\n', '3:1'],
] as const)('%s is a warning, as it may be meant', async ([, text, place]) => {
  const reading = await readFilesOf({ 'deployments/a.yaml': text })
  expect(reading.findings.map(shortly)).toEqual([`deployments/a.yaml:${place} document_empty`])
  expect(reading.findings[0]?.severity).toBe('warning')
  expect(reading.complete).toBe(true)
})

test.for(['', ' \n\n', '\u{FEFF}'])(
  'a file that holds nothing (%j) may be half written, and forbids pruning',
  async (text) => {
    const reading = await readFilesOf({ 'deployments/a.yaml': text })
    expect(reading.findings.map(shortly)).toEqual(['deployments/a.yaml:1:1 file_blank'])
    expect(reading.findings[0]?.severity).toBe('warning')
    expect(reading.complete).toBe(false)
  },
)

test('a file that may not be read is an error', async () => {
  const root = await projectWith({ ...RIGHT, 'deployments/a.yaml': 'name: a\nflow: b\n' })
  await chmod(root, 0o755)
  await chmod(path.join(root, 'deployments/a.yaml'), 0)
  const reading = await asNobody(() => readProject(root))
  expect(reading.findings).toMatchObject([
    { code: 'file_unreadable', severity: 'error', reason: 'permission denied', at: { file: 'deployments/a.yaml' } },
  ])
  expect(reading.desired.map(({ key }) => key)).toEqual(['etl/right'])
  expect(reading.complete).toBe(false)
})

test('a folder that may not be read is an error where specs are expected, and forbids pruning wherever it is', async () => {
  const root = await projectWith({ ...RIGHT, 'deployments/shut/a.yaml': '', 'data/a.bin': '' })
  await chmod(root, 0o755)
  for (const folder of ['deployments/shut', 'data']) await chmod(path.join(root, folder), 0)
  const reading = await asNobody(() => readProject(root))
  expect(reading.findings.map((finding) => `${shortly(finding)} ${finding.severity}`)).toEqual([
    'data:1:1 file_unreadable warning',
    'deployments/shut:1:1 file_unreadable error',
  ])
  expect(reading.complete).toBe(false)
})

/** The superuser may read everything, so the reading is done as nobody when the tests run as root. */
async function asNobody<Result>(read: () => Promise<Result>): Promise<Result> {
  if (process.getuid?.() !== 0) return read()
  process.seteuid?.(65_534)
  try {
    return await read()
  } finally {
    process.seteuid?.(0)
  }
}

test('a link to nowhere is an error', async () => {
  const root = await projectWith(RIGHT)
  await symlink('gone.yaml', path.join(root, 'deployments/a.yaml'))
  const reading = await readProject(root)
  expect(reading.findings).toMatchObject([
    { code: 'file_unreadable', reason: 'it does not exist', at: { file: 'deployments/a.yaml' } },
  ])
  expect(reading.complete).toBe(false)
})

test('a link to itself is an error, a folder linked into itself a warning', async () => {
  const root = await projectWith(RIGHT)
  await symlink('a.yaml', path.join(root, 'deployments/a.yaml'))
  await symlink('..', path.join(root, 'deployments/up'))
  const reading = await readProject(root)
  expect(reading.findings.map((finding) => `${shortly(finding)} ${finding.severity}`)).toEqual([
    'deployments/a.yaml:1:1 symlink_loop error',
    'deployments/up:1:1 symlink_loop warning',
  ])
  expect(reading.desired.map(({ key }) => key)).toEqual(['etl/right'])
})

test('a path that does not exist is an error', async () => {
  const reading = await readFilesOf(RIGHT, { paths: ['deployments', 'nope/b.yaml'] })
  expect(reading.findings.map(shortly)).toEqual(['nope/b.yaml:1:1 path_not_found'])
  expect(reading).toMatchObject({ complete: false, desired: [{ key: 'etl/right' }] })
})

test('a file that is named and is no spec is told so, and a pattern that matches nothing', async () => {
  const root = await projectWith(RIGHT)
  const { findings, complete } = await readProject(root, { paths: ['flows/etl.py', 'deploy/*.yaml', 'deployments/*'] })
  expect(findings.map(shortly)).toEqual(['deploy/*.yaml:1:1 path_not_found', 'flows/etl.py:1:1 file_not_spec'])
  expect(complete).toBe(false)
})

test('a file that is named is read wherever it is and however it is called', async () => {
  const root = await projectWith(RIGHT)
  const elsewhere = await folderWith({
    notes: 'root:x:0:0\n',
    'right.yml': 'name: other\nentrypoint: flows/etl.py:etl\n',
  })
  const { findings, desired } = await readProject(root, {
    paths: [path.join(elsewhere, 'notes'), path.join(elsewhere, 'right.yml')],
  })
  expect(findings.map(({ code }) => code)).toEqual(['wrong_type'])
  expect(desired.map(({ key }) => key)).toEqual(['etl/other'])
})

test('a folder of include that is not there is a warning, and forbids pruning what it may have held', async () => {
  const root = await projectWith(RIGHT)
  const { findings, complete } = await readProject(root, { include: ['deployments/**', 'specs/**'] })
  expect(findings.map((finding) => `${shortly(finding)} ${finding.severity}`)).toEqual([
    'specs/**:1:1 path_not_found warning',
  ])
  expect(complete).toBe(false)
})
