import Ajv2020 from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { planJson } from '../../../src/cli/views/plan-json.ts'
import { RegistrarError } from '../../../src/model/error.ts'
import type { Finding } from '../../../src/model/finding.ts'
import schema from '../../../schemas/plan.schema.json' with { type: 'json' }
import {
  adopt,
  create,
  done,
  field,
  liveSchedule,
  noop,
  pauseOnRemove,
  place,
  planOf,
  prune,
  update,
} from '../../support/plans.ts'

const validate = new Ajv2020.default({ strict: true, allErrors: true, allowUnionTypes: true }).compile(schema)

const finding: Finding = {
  severity: 'warning',
  at: place('e.yaml:2:3'),
  code: 'work_pool_missing',
  pool: 'gpu',
  pools: ['local'],
}
const everything = planOf(
  [
    create('etl/a', {
      schedules: { often: { rule: { interval: 900 } } },
      consequences: [{ kind: 'code_from_here', directory: '/x' }],
    }),
    create('etl/b', { renamedFrom: 'etl/z' }),
    update('etl/c', {
      fields: [field('description', null, 'x', 'e.yaml:3'), field('parameters', { a: 1 }, { a: [2] })],
      schedules: [
        {
          op: 'update',
          slug: 'often',
          live: liveSchedule({ slug: 'often' }),
          row: { schedule: {}, slug: 'often' },
          fields: [field('schedules.often.active', true, false)],
        },
        { op: 'delete', live: liveSchedule(), reason: 'exclusive' },
        { op: 'keep', live: liveSchedule() },
      ],
      consequences: [{ kind: 'runs_rescheduled' }, { kind: 'late_runs_dropped' }, { kind: 'schedules_kept', count: 1 }],
    }),
    adopt('etl/d', {
      fields: [{ field: 'tags', old: [], new: ['registrar:demo'], reason: 'mark_missing' }],
      consequences: [{ kind: 'resumes', what: 'etl/d' }],
    }),
    pauseOnRemove('etl/e'),
    prune('etl/f'),
    noop('etl/g'),
    noop('etl/h', 'kept'),
    noop('etl/i', 'kept_by_mark'),
    noop('etl/j', 'kept_adopted'),
  ],
  {
    findings: [finding],
    refusals: [
      { code: 'prune_nothing_desired', prunes: 1 },
      { code: 'prune_too_many', prunes: 3, managed: 10, percent: 30 },
      { code: 'prune_protected', keys: ['etl/f'] },
      { code: 'prune_count_differs', prunes: 3, allowed: 2 },
    ],
  },
)

test.each([
  ['everything a plan can hold', planJson({ plan: everything, findings: [finding] })],
  ['an empty plan', planJson({ plan: planOf([]) })],
  [
    'an applied plan',
    planJson({
      plan: everything,
      outcomes: [
        ...everything.changes.slice(2).map((change) => done(change, ['description'])),
        {
          change: create('etl/a'),
          result: 'failed',
          error: new RegistrarError({ code: 'x', subject: 's', message: 'm' }),
        },
        { change: create('etl/b'), result: 'not_attempted' },
      ],
    }),
  ],
  ['a spec with an error', planJson({ findings: [{ ...finding, severity: 'error' }] })],
  ['an error', planJson({ error: new Error('x') })],
])('%s fits the schema', (_name, document) => {
  const parsed: unknown = JSON.parse(JSON.stringify(document))
  validate(parsed)
  expect(validate.errors).toBeNull()
})

test('the schema is closed: an unknown key is refused', () => {
  expect(validate({ ...planJson({}), extra: 1 })).toBe(false)
})

test.each([
  [planJson({ plan: planOf([create('a/b')]) }), 'planned'],
  [planJson({ plan: everything }), 'refused'],
  [planJson({ plan: planOf([create('a/b')]), outcomes: [done(create('a/b'))] }), 'applied'],
  [
    planJson({ plan: planOf([create('a/b')]), outcomes: [{ change: create('a/b'), result: 'not_attempted' }] }),
    'partly_applied',
  ],
  [planJson({ findings: [{ ...finding, severity: 'error' }] }), 'stopped'],
  [planJson({ plan: planOf([], { findings: [{ ...finding, severity: 'error' }] }) }), 'stopped'],
  [planJson({ error: new Error('x') }), 'stopped'],
])('the status of %#', ({ status }, expected) => {
  expect(status).toBe(expected)
})

test('a refusal carries its words for people', () => {
  expect(planJson({ plan: everything }).refusals[1]).toEqual({
    code: 'prune_too_many',
    prunes: 3,
    managed: 10,
    percent: 30,
    message: 'pruning would delete 3 of 10 managed deployments (30 %, the limit is 20 %)',
    remedy: 'if they are to go: --prune --allow-delete 3',
  })
})

test('every field of the schema has a title, a description and examples', () => {
  const fields: [string, Record<string, unknown>][] = []
  const walk = (node: Record<string, unknown>, path: string) => {
    const { properties } = node
    if (!isObject(properties)) return
    for (const [name, child] of Object.entries(properties)) {
      if (!isObject(child)) continue
      fields.push([`${path}.${name}`, child])
      walk(child, `${path}.${name}`)
    }
  }
  walk(schema, '')
  for (const [name, definition] of Object.entries(schema.$defs)) walk(definition, name)
  const bare = fields.filter(([, child]) => !['title', 'description', 'examples'].every((key) => key in child))
  expect(bare.map(([path]) => path)).toEqual([])
})

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
