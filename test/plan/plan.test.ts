import { describe, expect, it } from 'vitest'
import { type PlanRequest, planFor } from '../../src/plan/plan.ts'
import { desired, live, managed, row } from '../support/deployments.ts'

const REQUEST: PlanRequest = {
  desired: [],
  complete: true,
  live: [],
  workPools: [],
  scope: 'team',
  target: { name: 'default', url: 'http://127.0.0.1:4200/api' },
  prune: false,
  pruneAdopted: false,
  selected: () => true,
}

const actions = (request: Partial<PlanRequest>) =>
  planFor({ ...REQUEST, ...request }).changes.map(({ action, reason, key }) => `${action} ${reason} ${key}`)

describe('what becomes of each deployment', () => {
  it('creates what is not live', () => {
    expect(actions({ desired: [desired()] })).toEqual(['create not_live etl/nightly'])
  })

  it('leaves alone what is the same', () => {
    expect(actions({ desired: [desired()], live: [managed()] })).toEqual(['noop same etl/nightly'])
  })

  it('updates what we manage and what differs, with only the fields that differ', () => {
    const plan = planFor({
      ...REQUEST,
      desired: [
        desired({
          fields: { description: 'new', version: '1' },
          places: { description: { file: 'a.yaml', line: 7, column: 3 } },
        }),
      ],
      live: [managed({ description: 'old', version: '1', paused: true })],
    })
    expect(plan.changes).toMatchObject([
      {
        action: 'update',
        patch: { description: 'new' },
        fields: [{ field: 'description', old: 'old', new: 'new', reason: 'changed', at: { file: 'a.yaml', line: 7 } }],
      },
    ])
    expect(Object.keys((plan.changes[0] as { patch: object }).patch)).toEqual(['description'])
  })

  it('adopts what nobody owns, and says so', () => {
    const plan = planFor({ ...REQUEST, desired: [desired()], live: [live({ tags: ['prod'] })] })
    expect(plan.changes).toMatchObject([
      { action: 'adopt', reason: 'unowned', patch: { tags: ['prod', 'registrar:team'] }, fields: [{ field: 'mark' }] },
    ])
  })

  it('puts the mark back when another tool has replaced the tags', () => {
    const stripped = { ...managed(), tags: [] }
    expect(planFor({ ...REQUEST, desired: [desired()], live: [stripped] }).changes).toMatchObject([
      { action: 'update', patch: { tags: ['registrar:team'] }, fields: [{ field: 'mark', reason: 'mark_missing' }] },
    ])
  })

  it('plans nothing for what another scope owns, and says whose it is', () => {
    const plan = planFor({ ...REQUEST, desired: [desired()], live: [live({ tags: ['registrar:other'] })] })
    expect(plan.changes).toEqual([])
    expect(plan.findings).toMatchObject([{ severity: 'error', code: 'foreign_owner', scope: 'other' }])
  })

  it('says which pool is missing, before anything is written', () => {
    const plan = planFor({
      ...REQUEST,
      desired: [desired({ fields: { 'work_pool.name': 'lokal' } })],
      workPools: [{ name: 'local', type: 'process', isPaused: false }],
    })
    expect(plan.findings).toMatchObject([
      { severity: 'error', code: 'work_pool_missing', pool: 'lokal', pools: ['local'] },
    ])
  })

  it('does not depend on the order of files or of the answer', () => {
    const specs = ['a', 'b', 'c'].map((name) => desired({ name }))
    const there = ['b', 'c', 'd'].map((name) => managed({ name }))
    const one = planFor({ ...REQUEST, desired: specs, live: there, prune: true })
    const other = planFor({ ...REQUEST, desired: specs.toReversed(), live: there.toReversed(), prune: true })
    expect(other).toEqual(one)
  })
})

describe('pruning', () => {
  it('keeps what is no longer desired unless it is asked to prune', () => {
    expect(actions({ desired: [desired({ name: 'other' })], live: [managed()] })).toEqual([
      'create not_live etl/other',
      'noop kept etl/nightly',
    ])
  })

  it('deletes only what carries our mark', () => {
    const there = [
      managed({ name: 'ours' }),
      live({ name: 'nobodys' }),
      live({ name: 'theirs', tags: ['registrar:other'] }),
      live({ name: 'labelled', labels: { 'registrar.scope': 'team', 'registrar.key': 'etl/labelled' } }),
    ]
    expect(actions({ desired: [desired({ name: 'x' })], live: there, prune: true, allowDelete: 1 })).toEqual([
      'create not_live etl/x',
      'noop kept etl/labelled',
      'prune not_desired etl/ours',
    ])
  })

  it('keeps what was adopted, or copied in the interface, unless that is asked for too', () => {
    const adopted = live({ tags: ['registrar:team'] })
    const copy = { ...managed({ name: 'copy' }), labels: { 'registrar.scope': 'team', 'registrar.key': 'etl/nightly' } }
    const request = { desired: [desired({ name: 'x' })], live: [adopted, copy], prune: true }
    expect(actions(request)).toEqual([
      'create not_live etl/x',
      'noop kept_adopted etl/copy',
      'noop kept_adopted etl/nightly',
    ])
    expect(actions({ ...request, pruneAdopted: true })).toContain('prune not_desired etl/copy')
  })

  it('deletes nothing when a file could not be read', () => {
    expect(actions({ desired: [desired({ name: 'x' })], live: [managed()], prune: true, complete: false })).toEqual([
      'create not_live etl/x',
      'noop kept etl/nightly',
    ])
  })

  it('deletes nothing outside the selection', () => {
    const request = {
      desired: [desired({ name: 'x' })],
      live: [managed({ name: 'a' }), managed({ name: 'b' })],
      prune: true,
    }
    expect(actions({ ...request, selected: (key) => key === 'etl/a' })).toEqual(['prune not_desired etl/a'])
  })

  it('does what the mark says of a spec that is gone: keep, pause, or refuse', () => {
    const gone = (tag: string) => managed({ tags: [tag] })
    const request = { desired: [desired({ name: 'x' })], prune: true }
    expect(actions({ ...request, live: [gone('registrar:team/on-remove-keep')] })).toContain(
      'noop kept_by_mark etl/nightly',
    )
    expect(actions({ ...request, live: [gone('registrar:team/on-remove-pause')] })).toContain(
      'update not_desired etl/nightly',
    )
    expect(planFor({ ...REQUEST, ...request, live: [gone('registrar:team/protect')] }).refusals).toEqual([
      { code: 'prune_protected', keys: ['etl/nightly'] },
    ])
  })

  const many = (count: number) => Array.from({ length: count }, (_, index) => managed({ name: `n${index}` }))
  const keep = (count: number) => Array.from({ length: count }, (_, index) => desired({ name: `n${index}` }))
  const refusals = (request: Partial<PlanRequest>) => planFor({ ...REQUEST, prune: true, ...request }).refusals

  it('refuses to delete everything when no spec was found', () => {
    expect(refusals({ live: many(2) })).toEqual([{ code: 'prune_nothing_desired', prunes: 2 }])
  })

  it('refuses more than a fifth of ten or more, and lets smaller sets pass', () => {
    expect(refusals({ desired: keep(7), live: many(10) })).toEqual([
      { code: 'prune_too_many', prunes: 3, managed: 10, percent: 30 },
    ])
    expect(refusals({ desired: keep(8), live: many(10) })).toEqual([])
    expect(refusals({ desired: keep(5), live: many(9) })).toEqual([])
  })

  it('lets pass what a person allowed by its exact number, and no other', () => {
    expect(refusals({ desired: keep(7), live: many(10), allowDelete: 3 })).toEqual([])
    expect(refusals({ desired: keep(7), live: many(10), allowDelete: 2 })).toMatchObject([
      { code: 'prune_count_differs', prunes: 3, allowed: 2 },
      { code: 'prune_too_many' },
    ])
  })
})

describe('renaming', () => {
  const renamed = desired({
    name: 'daily',
    renamedFrom: 'etl/nightly',
    fields: { schedules: { a: { rule: { cron: '0 1 * * *' } } } },
  })
  const former = managed({ paused: true, schedules: [row({ cron: '0 1 * * *' }, { slug: 'a', active: false })] })

  it('carries over what people paused', () => {
    const [created] = planFor({ ...REQUEST, desired: [renamed], live: [former] }).changes
    expect(created).toMatchObject({
      action: 'create',
      reason: 'renamed',
      body: { paused: true, schedules: [{ slug: 'a', active: false }] },
    })
  })

  it('shows what it carries over', () => {
    const [created] = planFor({ ...REQUEST, desired: [renamed], live: [former] }).changes
    expect(created).toMatchObject({
      fields: [{ field: 'paused', old: null, new: true, reason: 'set', at: renamed.at }],
      schedules: [{ op: 'create', desired: { active: false } }],
    })
  })

  it('lets the former one rest, so that no run happens twice, and deletes it only on request', () => {
    expect(actions({ desired: [renamed], live: [{ ...former, paused: false }] })).toEqual([
      'create renamed etl/daily',
      'update renamed etl/nightly',
    ])
    expect(actions({ desired: [renamed], live: [former], prune: true })).toEqual([
      'create renamed etl/daily',
      'prune renamed etl/nightly',
    ])
  })
})

describe('renaming in a run about some deployments', () => {
  it('lets the former one rest though it is outside of the selection, and does not delete it from there', () => {
    const request = {
      desired: [desired({ name: 'daily', renamedFrom: 'etl/nightly' })],
      live: [managed()],
      selected: (key: string) => key === 'etl/daily',
    }
    expect(actions({ ...request, prune: true })).toEqual(['create renamed etl/daily', 'update renamed etl/nightly'])
  })
})

describe('the fingerprint', () => {
  const print = (request: Partial<PlanRequest>) => planFor({ ...REQUEST, ...request }).fingerprint

  it('stays when a line moves and when the server only touched `updated`', () => {
    const moved = desired({ at: { file: 'b.yaml', line: 9, column: 1 } })
    expect(print({ desired: [moved], live: [managed({ updated: 'later' })] })).toBe(
      print({ desired: [desired()], live: [managed()] }),
    )
  })

  it('moves when the server, the specs or the target change', () => {
    const base = print({ desired: [desired()], live: [managed()] })
    expect(print({ desired: [desired()], live: [managed({ paused: true })] })).not.toBe(base)
    expect(print({ desired: [desired({ fields: { paused: false } })], live: [managed()] })).not.toBe(base)
    expect(print({ desired: [desired()], live: [managed()], prune: true })).not.toBe(base)
  })

  it('does not depend on other flows that happen to have a deployment of that name', () => {
    expect(print({ desired: [desired()], live: [managed(), live({ flow: 'another' })] })).toBe(
      print({ desired: [desired()], live: [managed()] }),
    )
  })
})
