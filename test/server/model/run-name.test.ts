import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { runName } from '../../../src/server/model/run-name.ts'

test('a run is named by two words that its id decides', () => {
  const id = randomUUID()
  expect(runName(id)).toMatch(/^[a-z]+-(?!run$)[a-z]+$/)
  expect(runName(id)).toBe(runName(id))
})

test('runs have many names', () => {
  const names = new Set(Array.from({ length: 100 }, () => runName(randomUUID())))
  expect(names.size).toBeGreaterThan(80)
})
