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
