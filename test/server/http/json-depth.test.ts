import { fc, test as property } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { isTooDeep } from '../../../src/server/http/json-depth.ts'

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

test('900 levels are not too deep, one more is', () => {
  expect(isTooDeep(nested(900))).toBe(false)
  expect(isTooDeep(nested(901))).toBe(true)
  expect(isTooDeep('{"a":'.repeat(901))).toBe(true)
})

test('brackets that follow one another are not nested', () => {
  expect(isTooDeep(`[${'[],{},'.repeat(5000)}0]`)).toBe(false)
})

property.prop([fc.string({ unit: 'binary' })])('brackets in a string do not count', (text) => {
  expect(isTooDeep(JSON.stringify({ text: text + '['.repeat(2000) + String.raw`\"` + '{'.repeat(2000) }))).toBe(false)
})

property.prop([fc.json({ maxDepth: 5 })])('JSON of few levels is not too deep, however it looks', (text) => {
  expect(isTooDeep(text)).toBe(false)
})
