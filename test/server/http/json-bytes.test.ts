import { fc, test as property } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { jsonBytes, listOf } from '../../../src/server/http/json-bytes.ts'

const LONG = 'x'.repeat(20_000)

property.prop([fc.array(fc.jsonValue()), fc.boolean()])('what is sent of a list is its JSON', (values, isLong) => {
  const list = isLong ? [...values, LONG] : values
  expect(sent(list)).toEqual(JSON.stringify(list))
})

test('a lone surrogate becomes the character that stands for what is none', () => {
  expect(textOf(jsonBytes(listOf([`"\ud800${LONG}"`])))).toBe(`["\ufffd${LONG}"]`)
})

test('an answer is not changed by those that come after it', () => {
  const first = jsonBytes(listOf([`"${LONG}a"`]))
  jsonBytes(listOf([`"${LONG}b"`]))
  expect(textOf(first)).toBe(`["${LONG}a"]`)
})

test('an answer is as long as it needs to be, whatever was sent before', () => {
  const items = Array.from({ length: 2000 }, (_, index) => `"${'ä€😀'.repeat(700)}${index}"`)
  expect(textOf(jsonBytes(listOf(items)))).toBe(`[${items.join(',')}]`)
  expect(textOf(jsonBytes(listOf(items.slice(0, 3))))).toBe(`[${items.slice(0, 3).join(',')}]`)
  expect(jsonBytes(listOf([]))).toBe('[]')
})

test('longer and longer answers have room', () => {
  for (let characters = 16_000; characters < 4_000_000; characters *= 2) {
    const item = `"${'€'.repeat(characters)}"`
    expect(textOf(jsonBytes(listOf([item])))).toBe(`[${item}]`)
  }
})

test('what stands before and after the items is sent, too', () => {
  const items = [`"${LONG}"`, '2']
  expect(textOf(jsonBytes({ before: '{"results":[', items, after: '],"count":2}' }))).toBe(
    JSON.stringify({ results: [LONG, 2], count: 2 }),
  )
})

function sent(list: readonly unknown[]): string {
  return textOf(jsonBytes(listOf(list.map((value) => JSON.stringify(value)))))
}

function textOf(json: string | Uint8Array): string {
  return typeof json === 'string' ? json : new TextDecoder().decode(json)
}
