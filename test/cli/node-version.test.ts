import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { nodeProblem } from '../../src/cli/node-version.ts'

const { engines } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as {
  engines: { node: string }
}

test('an older Node than package.json asks for is named, with the one that is needed', () => {
  const [, oldest = ''] = /^>=(\d+\.\d+)$/.exec(engines.node)!
  expect(nodeProblem('20.20.2')).toBe(`registrar needs Node ${oldest} or later, and this is Node 20.20.2`)
  expect(nodeProblem('22.21.9')).toContain(oldest)
  expect(nodeProblem(`${oldest}.0`)).toBeUndefined()
  expect(nodeProblem('23.0.0')).toBeUndefined()
  expect(nodeProblem(process.versions.node)).toBeUndefined()
})
