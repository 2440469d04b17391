import { mkdir, symlink } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { folderAt } from '../../src/source/folder.ts'
import { projectWith } from '../support/project.ts'

const TREE = { 'a.yaml': 'a', 'sub/b.yaml': 'b', 'sub/deep/c.yml': 'c', 'sub/d.txt': 'd', 'other/e.yaml': 'e' }

test.for([
  [['sub'], ['sub/b.yaml', 'sub/d.txt', 'sub/deep/c.yml']],
  [['sub/'], ['sub/b.yaml', 'sub/d.txt', 'sub/deep/c.yml']],
  [['./a.yaml'], ['a.yaml']],
  [['.'], ['a.yaml', 'other/e.yaml', 'sub/b.yaml', 'sub/d.txt', 'sub/deep/c.yml']],
  [['**/*.yaml'], ['a.yaml', 'other/e.yaml', 'sub/b.yaml']],
  [['sub/**'], ['sub/b.yaml', 'sub/d.txt', 'sub/deep/c.yml']],
  [
    ['sub/**/*.{yml,txt}', 'sub/*.yaml', 'other'],
    ['other/e.yaml', 'sub/b.yaml', 'sub/d.txt', 'sub/deep/c.yml'],
  ],
] as const)('%j lists %j', async ([patterns, expected]) => {
  expect(await folderAt(await projectWith(TREE)).list(patterns)).toEqual({ files: expected, problems: [] })
})

test('absolute paths below the root are taken as relative ones', async () => {
  const root = await projectWith(TREE)
  expect((await folderAt(root).list([path.join(root, 'other')])).files).toEqual(['other/e.yaml'])
})

test('a path that is not there is a problem, and the others are listed', async () => {
  expect(await folderAt(await projectWith(TREE)).list(['nope.yaml', 'a.yaml/x', 'other'])).toEqual({
    files: ['other/e.yaml'],
    problems: [
      { file: 'a.yaml/x', detail: { code: 'path_not_found', path: 'a.yaml/x' } },
      { file: 'nope.yaml', detail: { code: 'path_not_found', path: 'nope.yaml' } },
    ],
  })
})

test('a pattern whose folder is not there, or cannot be looked at, never looks like one without files', async () => {
  const unspeakable = `${'x'.repeat(300)}/**`
  expect(await folderAt(await projectWith(TREE)).list(['nope/**', unspeakable])).toEqual({
    files: [],
    problems: [
      { file: 'nope/**', detail: { code: 'path_not_found', path: 'nope/**' } },
      { file: unspeakable, detail: { code: 'file_unreadable', reason: 'ENAMETOOLONG' } },
    ],
  })
})

test('a link to what cannot be looked at is a problem, whatever the pattern', async () => {
  const root = await projectWith(TREE)
  await symlink('x'.repeat(300), path.join(root, 'hidden'))
  expect((await folderAt(root).list(['**/*.yaml'])).problems).toEqual([
    { file: 'hidden', detail: { code: 'file_unreadable', reason: 'ENAMETOOLONG' } },
  ])
})

test('a linked folder is followed once, under its plain name where it has one', async () => {
  const root = await projectWith(TREE)
  const outside = await projectWith({ 'f.yaml': 'f' })
  await symlink('../sub', path.join(root, 'other/a-link'))
  await symlink(outside, path.join(root, 'linked'))
  await symlink(outside, path.join(root, 'linked-again'))
  const { files, problems } = await folderAt(root).list(['**/*.{yaml,yml}'])
  expect(files).toEqual(['a.yaml', 'linked/f.yaml', 'other/e.yaml', 'sub/b.yaml', 'sub/deep/c.yml'])
  expect(problems).toEqual([])
})

test('a link that leads to a folder around it is a problem and is not followed', async () => {
  const root = await projectWith(TREE)
  await symlink('..', path.join(root, 'sub/up'))
  await symlink(root, path.join(root, 'sub/deep/root'))
  expect(await folderAt(root).list(['**/*.yaml'])).toEqual({
    files: ['a.yaml', 'other/e.yaml', 'sub/b.yaml'],
    problems: [
      { file: 'sub/deep/root', detail: { code: 'symlink_loop' } },
      { file: 'sub/up', detail: { code: 'symlink_loop' } },
    ],
  })
})

test('a file is read up to its limit, and not beyond', async () => {
  const folder = folderAt(await projectWith({ 'a.txt': 'hello' }))
  expect(await folder.read('a.txt', 5)).toEqual({ ok: true, bytes: Buffer.from('hello') })
  expect(await folder.read('a.txt', 4)).toEqual({ ok: false, detail: { code: 'file_too_large', bytes: 5, limit: 4 } })
})

test('what cannot be read says why', async () => {
  const root = await projectWith({ 'a.txt': 'hello' })
  await mkdir(path.join(root, 'folder'))
  await symlink('self', path.join(root, 'self'))
  const folder = folderAt(root)
  expect(await folder.read('nope', 9)).toEqual({
    ok: false,
    detail: { code: 'file_unreadable', reason: 'it does not exist' },
  })
  expect(await folder.read('folder', 9999)).toEqual({
    ok: false,
    detail: { code: 'file_unreadable', reason: 'it is a folder' },
  })
  expect(await folder.read('self', 9)).toEqual({ ok: false, detail: { code: 'symlink_loop' } })
})

test('files and names are told from folders and from nothing', async () => {
  const folder = folderAt(await projectWith(TREE))
  expect([await folder.isFile('a.yaml'), await folder.isFile('sub'), await folder.isFile('nope')]).toEqual([
    true,
    false,
    false,
  ])
  expect((await folder.names('sub')).toSorted()).toEqual(['b.yaml', 'd.txt', 'deep'])
  expect(await folder.names('nope')).toEqual([])
})
