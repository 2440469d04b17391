import { describe, expect, it, test } from 'vitest'
import type { DesiredFields, LiveDeployment } from '../../src/model/deployment.ts'
import { changeFor, creationOf } from '../../src/plan/change.ts'
import { desired, managed } from '../support/deployments.ts'

/** The PATCH for one spec against one live deployment; undefined when there is nothing to write. */
function patch(fields: DesiredFields, live: Partial<LiveDeployment>): unknown {
  const change = changeFor(desired({ fields }), managed(live), 'team')
  return change.action === 'noop' ? undefined : change.patch
}

const OWN_LIMIT = { id: 'l', name: 'deployment:id', limit: 2, own: true }
const SHARED_LIMIT = { id: 's', name: 'database', limit: 2, own: false }

describe('absent is not ours', () => {
  it('neither sends nor compares a field that the spec does not name', () => {
    const edited = {
      description: 'theirs',
      paused: true,
      parameters: { x: 1 },
      tags: ['ui'],
      jobVariables: { a: 1 },
      limit: OWN_LIMIT,
    }
    expect(patch({}, edited)).toBeUndefined()
  })
})

describe('no false differences', () => {
  test.each<[string, DesiredFields, Partial<LiveDeployment>]>([
    ['tags in another order', { tags: ['b', 'a'] }, { tags: ['a', 'b'] }],
    ['a tag that is written twice', { tags: ['a', 'a'] }, { tags: ['a'] }],
    [
      'parameters with keys in another order',
      { parameters: { a: 1, b: { c: 2, d: 3 } } },
      { parameters: { b: { d: 3, c: 2 }, a: 1 } },
    ],
    [
      'a parameter that the server has rendered',
      { parameters: { a: { __prefect_kind: 'json', value: '{"x": 1}' } } },
      { parameters: { a: { x: 1 } } },
    ],
    ['an empty description', { description: '' }, { description: null }],
    ['the text None that Prefect stores for a missing docstring', { description: null }, { description: 'None' }],
    ['an empty parameter schema', { parameter_schema: {} }, { parameterSchema: { type: 'object', properties: {} } }],
    ['no pull steps', { pull: [] }, { pullSteps: null }],
    [
      'a limit of the same size',
      { concurrency_limit: { limit: 2 } },
      { limit: OWN_LIMIT, concurrencyOptions: { collision_strategy: 'ENQUEUE' } },
    ],
    ['a shared limit of the same size', { concurrency_limit: { limit: 2 } }, { limit: SHARED_LIMIT }],
    [
      'no limit, though options of a former one stay',
      { concurrency_limit: null },
      { concurrencyOptions: { collision_strategy: 'ENQUEUE' } },
    ],
    ['no pool, though the former queue is still named', { 'work_pool.name': null }, { workQueueName: 'default' }],
  ])('%s', (_what, fields, live) => {
    expect(patch(fields, live)).toBeUndefined()
  })
})

describe('what a write carries', () => {
  test.each<[string, DesiredFields, Partial<LiveDeployment>, object]>([
    ['clears a text', { description: null }, { description: 'x' }, { description: null }],
    ['clears parameters', { parameters: {} }, { parameters: { x: 1 } }, { parameters: {} }],
    ['clears job variables', { 'work_pool.job_variables': {} }, { jobVariables: { a: 1 } }, { job_variables: {} }],
    [
      'names pool and queue together',
      { 'work_pool.name': 'p' },
      {},
      { work_pool_name: 'p', work_queue_name: 'default' },
    ],
    [
      'keeps the queue that the spec does not name when only job variables change, and has the server check them',
      { 'work_pool.name': 'p', 'work_pool.job_variables': { a: 1 } },
      { workPoolName: 'p', workQueueName: 'fast' },
      { job_variables: { a: 1 }, work_pool_name: 'p', work_queue_name: 'fast' },
    ],
    [
      'takes a deployment out of its pool',
      { 'work_pool.name': null },
      { workPoolName: 'p', workQueueName: 'q' },
      { work_pool_name: null, work_queue_name: null },
    ],
    [
      'changes its own limit in place',
      { concurrency_limit: { limit: 3 } },
      { limit: OWN_LIMIT },
      { concurrency_limit: 3 },
    ],
    [
      'deletes its own limit',
      { concurrency_limit: null },
      { limit: OWN_LIMIT },
      { concurrency_limit: null, concurrency_options: null },
    ],
    [
      'lets go of a shared limit and never rewrites it',
      { concurrency_limit: { limit: 3 } },
      { limit: SHARED_LIMIT },
      { global_concurrency_limit_id: null, concurrency_limit: 3 },
    ],
    [
      'lets go of a shared limit and never deletes it',
      { concurrency_limit: null },
      { limit: SHARED_LIMIT },
      { global_concurrency_limit_id: null, concurrency_options: null },
    ],
    [
      'changes only the strategy',
      { concurrency_limit: { limit: 2, collision_strategy: 'CANCEL_NEW' } },
      { limit: OWN_LIMIT, concurrencyOptions: { collision_strategy: 'ENQUEUE', grace_period_seconds: 90 } },
      { concurrency_options: { collision_strategy: 'CANCEL_NEW', grace_period_seconds: 90 } },
    ],
  ])('%s', (_what, fields, live, body) => {
    expect(patch(fields, live)).toEqual(body)
  })

  it('keeps the mark and drops other tags when the spec names tags', () => {
    expect(patch({ tags: ['a'] }, { tags: ['b'] })).toEqual({ tags: ['a', 'registrar:team'] })
  })

  it('keeps the tags that people added when the spec names none, and records what must outlive the file', () => {
    const change = changeFor(desired({ onRemove: 'pause', protect: true }), managed({ tags: ['ui'] }), 'team')
    expect(change).toMatchObject({
      patch: { tags: ['ui', 'registrar:team', 'registrar:team/on-remove-pause', 'registrar:team/protect'] },
    })
  })

  it('sets a seeded field at creation and leaves it alone afterwards', () => {
    const seeded = desired({ seed: ['paused', 'tags'], fields: { paused: true, tags: ['first'] } })
    expect(creationOf(seeded, { scope: 'team' }).body).toMatchObject({
      paused: true,
      tags: ['first', 'registrar:team'],
    })
    expect(changeFor(seeded, managed({ paused: false, tags: ['later'] }), 'team').action).toBe('noop')
  })
})

describe('a creation', () => {
  const { body } = creationOf(desired({ fields: { entrypoint: 'a.py:f' } }), { scope: 'team' })

  it('carries the mark as tag and as labels, and asks for the parameters to be checked', () => {
    expect(body).toEqual({
      name: 'nightly',
      entrypoint: 'a.py:f',
      enforce_parameter_schema: true,
      tags: ['registrar:team'],
      labels: { 'registrar.scope': 'team', 'registrar.key': 'etl/nightly' },
      schedules: [],
    })
  })

  it('never sends a concurrency limit that the spec does not name', () => {
    expect(body).not.toHaveProperty('concurrency_limit')
  })

  it('says where the code is on this machine, unless the spec does', () => {
    const here = { scope: 'team', codeDirectory: '/srv/flows' }
    const step = [{ 'prefect.deployments.steps.set_working_directory': { directory: '/srv/flows' } }]
    expect(creationOf(desired({ fields: { entrypoint: 'a.py:f' } }), here)).toMatchObject({
      body: { pull_steps: step },
      consequences: [{ kind: 'code_from_here', directory: '/srv/flows' }],
    })
    expect(creationOf(desired({ fields: { entrypoint: 'a.py:f', path: '/x' } }), here).body).not.toHaveProperty(
      'pull_steps',
    )
  })
})

describe('what a change does to runs', () => {
  const consequences = (fields: DesiredFields, live: Partial<LiveDeployment>) => {
    const change = changeFor(desired({ fields }), managed(live), 'team')
    return change.action === 'noop' ? [] : change.consequences
  }

  it('says that something paused begins again', () => {
    expect(consequences({ paused: false }, { paused: true })).toContainEqual({ kind: 'resumes', what: 'etl/nightly' })
  })

  it('says nothing of runs when there are no schedules', () => {
    expect(consequences({ version: '2' }, {})).toEqual([])
  })
})
