import { expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/model/json.ts'
import {
  CircularSchema,
  schemaProblem,
  violationOf,
  violationText,
} from '../../../src/server/parameters/json-schema.ts'

const PLAIN = { preprocess: false, ignoreRequired: true }

function said(value: Json, schema: JsonObject, options = PLAIN): string | undefined {
  const violation = violationOf(value, schema, options)
  return violation && violationText(violation)
}

// The reasons are those of Python's jsonschema for the same value and schema.
test.for<[Json, JsonObject, string]>([
  [{ a: 'x' }, { properties: { a: { type: ['integer', 'null'] } } }, "'x' is not of type 'integer', 'null'"],
  [{ a: 5 }, { properties: { a: { const: 'b' } } }, "'b' was expected"],
  [{ a: 5 }, { properties: { a: { maximum: 4 } } }, '5 is greater than the maximum of 4'],
  [{ a: 5 }, { properties: { a: { exclusiveMinimum: 5 } } }, '5 is less than or equal to the minimum of 5'],
  [{ a: 5 }, { properties: { a: { exclusiveMaximum: 5 } } }, '5 is greater than or equal to the maximum of 5'],
  [{ a: 5 }, { properties: { a: { multipleOf: 2 } } }, '5 is not a multiple of 2'],
  [{ a: 'x' }, { properties: { a: { minLength: 2 } } }, "'x' is too short"],
  [{ a: '' }, { properties: { a: { minLength: 1 } } }, "'' should be non-empty"],
  [{ a: [1, 1] }, { properties: { a: { uniqueItems: true } } }, '[1, 1] has non-unique elements'],
  [{ a: [1] }, { properties: { a: { minItems: 2 } } }, '[1] is too short'],
  [{ a: [1, 2] }, { properties: { a: { maxItems: 1 } } }, '[1, 2] is too long'],
  [{ a: {} }, { properties: { a: { minProperties: 2 } } }, '{} does not have enough properties'],
  [{ a: 5 }, { properties: { a: { not: { type: 'integer' } } } }, "5 should not be valid under {'type': 'integer'}"],
  [{ a: 'x' }, { properties: { a: false } }, "False schema does not allow 'x'"],
  [
    { a: "it's" },
    { properties: { a: { enum: ['b', null, true, 1.5] } } },
    "\"it's\" is not one of ['b', None, True, 1.5]",
  ],
])('%j under %j: %s', ([value, schema, reason]) => {
  expect(violationOf(value, schema, PLAIN)?.reason).toBe(reason)
})

test('of several violations the one nearest to the root is told', () => {
  const schema = { properties: { a: { items: { type: 'integer' } }, b: { type: 'string' } } }
  expect(said({ a: ['x'], b: 5 }, schema)).toBe(
    "Validation failed for field 'b'. Failure reason: 5 is not of type 'string'",
  )
})

test('of a union, the branch that came furthest is told', () => {
  const schema: JsonObject = { properties: { a: { anyOf: [{ type: 'null' }, { items: { type: 'integer' } }] } } }
  expect(said({ a: ['x'] }, schema)).toBe(
    "Validation failed for field 'a[0]'. Failure reason: 'x' is not of type 'integer'",
  )
})

test('a name that is no word is shown in brackets', () => {
  expect(violationOf({ 'a b': 5 }, { properties: { 'a b': { type: 'string' } } }, PLAIN)?.field).toBe("$['a b']")
})

test('a property may have the name of a keyword', () => {
  const schema = {
    properties: { title: { type: 'string' }, default: { type: 'integer' }, required: { type: 'string' } },
  }
  expect(said({ title: 5 }, schema)).toContain("field 'title'")
  expect(said({ default: 'x' }, schema)).toContain("field 'default'")
  expect(said({ required: 5 }, schema)).toContain("field 'required'")
})

test('definitions are followed, and a missing one is told', () => {
  const schema = { definitions: { A: { type: 'integer' } }, properties: { a: { $ref: '#/definitions/A' } } }
  expect(said({ a: 'x' }, schema)).toContain("'x' is not of type 'integer'")
  expect(said({ a: 'x' }, { properties: { a: { $ref: '#/definitions/B' } } })).toContain('Unresolvable')
})

test('a schema that refers to itself without end is found out', () => {
  const definitions = { A: { $ref: '#/definitions/B' }, B: { $ref: '#/definitions/A' } }
  const circular = { definitions, properties: { a: { $ref: '#/definitions/A' } } }
  expect(() => violationOf({ a: 1 }, circular, PLAIN)).toThrow(CircularSchema)
})

test('a list of schemas for items means a tuple, as pydantic 1 wrote it', () => {
  const schema = { properties: { a: { items: [{ type: 'integer' }, { type: 'string' }], default: [] } } }
  const options = { preprocess: true, ignoreRequired: true }
  expect(said({ a: [1, 'x'] }, schema, options)).toBeUndefined()
  expect(said({ a: [1, 2] }, schema, options)).toContain("field 'a[1]'")
})

test('required counts unless told otherwise', () => {
  const schema = { properties: { a: {} }, required: ['a'] }
  expect(said({}, schema)).toBeUndefined()
  expect(said({}, schema, { preprocess: false, ignoreRequired: false })).toBe(
    "Validation failed. Failure reason: 'a' is a required property",
  )
})

test('formats are not looked at', () => {
  expect(said({ a: 'x' }, { properties: { a: { type: 'string', format: 'date-time' } } })).toBeUndefined()
})

test('more schemas than are remembered are all judged rightly', () => {
  for (let limit = 0; limit < 500; limit += 1) {
    const schema = { properties: { a: { maximum: limit } } }
    expect(violationOf({ a: limit }, schema, PLAIN)).toBeUndefined()
    expect(violationOf({ a: limit + 1 }, schema, PLAIN)).toBeDefined()
  }
})

test('a schema is checked against the draft', () => {
  expect(schemaProblem({ type: 'object', properties: {} })).toBeUndefined()
  expect(schemaProblem({ type: 'nope' })).toBe("'nope' is not valid under any of the given schemas")
  expect(schemaProblem({ properties: 5 })).toBe("5 is not of type 'object'")
})

// each of these would keep a backtracking engine, or a validator without a bound, busy for years
test.for<[string, JsonObject, Json]>([
  ['a pattern', { properties: { a: { pattern: '^(a+)+$' } } }, { a: `${'a'.repeat(40)}!` }],
  ['a pattern that refers back', { properties: { a: { pattern: '^(a*)*\\1*b$' } } }, { a: 'a'.repeat(40) }],
  ['a pattern of names', { patternProperties: { '^(a+)+$': { type: 'string' } } }, { [`${'a'.repeat(40)}!`]: 'x' }],
  [
    'definitions that are used twice at every level',
    {
      definitions: Object.fromEntries(
        Array.from({ length: 40 }, (_, level) => {
          const next = { $ref: `#/definitions/d${level + 1}` }
          const definition: JsonObject = level === 39 ? { type: 'string' } : { allOf: [next, next] }
          return [`d${level}`, definition]
        }),
      ),
      properties: { a: { $ref: '#/definitions/d0' } },
    },
    { a: 'x' },
  ],
  [
    'items that are compared with each other',
    { properties: { a: { uniqueItems: true } } },
    { a: Array.from({ length: 60_000 }, (_, index) => ({ index })) },
  ],
])('%s that would take for ever is told as a problem, and the next schema is judged rightly', ([, schema, value]) => {
  expect(said(value, schema)).toContain('The schema takes too long')
  expect(said({ b: 'x' }, { properties: { b: { type: 'integer' } } })).toContain("'x' is not of type 'integer'")
})

test('a list of types that would be compared for ever is no schema', () => {
  const type = Array.from({ length: 60_000 }, (_, index) => index)
  expect(schemaProblem({ type })).toBe('The schema takes too long.')
  expect(schemaProblem({ type: 'nothing' })).toContain('is not valid under any of the given schemas')
})

test('patterns and definitions that take no time are judged as ever', () => {
  const schema = { definitions: { A: { pattern: '^a+$' } }, properties: { a: { $ref: '#/definitions/A' } } }
  expect(said({ a: 'aaa' }, schema)).toBeUndefined()
  expect(said({ a: 'b' }, schema)).toContain("'b' does not match '^a+$'")
})

// without shorter and shorter times this would take longer than a test may
test('a schema that takes too long again and again keeps nobody waiting for long', () => {
  const schema = { properties: { b: { pattern: '^(a+)+$' } } }
  for (let time = 0; time < 70; time += 1) {
    expect(said({ b: `${'a'.repeat(40)}${time}` }, schema)).toContain('The schema takes too long')
  }
  expect(said({ b: 'aaa' }, schema)).toBeUndefined()
})
