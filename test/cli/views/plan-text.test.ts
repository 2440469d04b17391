import { describe, expect, test } from 'vitest'
import { plain } from '../../../src/cli/paint.ts'
import { changesText, planText, summaryText } from '../../../src/cli/views/plan-text.ts'
import type { Change } from '../../../src/model/plan.ts'
import {
  adopt,
  create,
  field,
  liveSchedule,
  noop,
  pauseOnRemove,
  place,
  planOf,
  prune,
  update,
} from '../../support/plans.ts'

// a Saturday, 14:03 in Berlin
const view = { now: Date.parse('2026-11-21T13:03:00Z'), dialect: 'pendulum', paint: plain } as const
const every15 = { rule: { interval: 900 } }
const weekdays = { rule: { cron: '0 9 * * 1-5', timezone: 'Europe/Berlin' } }

describe('a plan for the terminal', () => {
  test('lists creations in aligned columns with place, schedule and next firing', () => {
    const changes = [
      create('addition-machine/my-first-deployment', {
        at: 'deployments/addition-machine.yaml:3',
        schedules: { often: every15 },
      }),
      create('leonardo-dicapriflow/leonardo-deployment', { at: 'deployments/leonardo.yaml:2' }),
      create('leonardo-dicapriflow/marvin-deployment', {
        at: 'deployments/leonardo.yaml:12',
        schedules: { early: weekdays },
      }),
      create('pipeline/ml-pipeline', { at: 'deployments/pipeline.deployment.ts:4' }),
    ]
    expect(text(changes)).toEqual([
      '  + addition-machine/my-first-deployment      deployments/addition-machine.yaml:3  every 15 minutes, next 13:15 UTC',
      '  + leonardo-dicapriflow/leonardo-deployment  deployments/leonardo.yaml:2',
      '  + leonardo-dicapriflow/marvin-deployment    deployments/leonardo.yaml:12         weekdays at 09:00 Europe/Berlin, next Mon 09:00',
      '  + pipeline/ml-pipeline                      deployments/pipeline.deployment.ts:4',
    ])
  })

  test('says the number of several schedules and the first firing among them', () => {
    expect(text([create('etl/a', { at: 'a.yaml:1', schedules: { early: weekdays, often: every15 } })])).toEqual([
      '  + etl/a  a.yaml:1  2 schedules, next 13:15 UTC',
    ])
  })

  test('says of a schedule that is switched off that it is', () => {
    expect(text([create('etl/a', { at: 'a.yaml:1', schedules: { often: { ...every15, active: false } } })])).toEqual([
      '  + etl/a  a.yaml:1  every 15 minutes, not active',
    ])
  })

  test('shows each field of an update with old, new, reason and place', () => {
    const change = update('etl/nightly', {
      at: 'deployments/etl.yaml:1',
      fields: [
        field('description', null, 'Loads orders.', 'deployments/etl.yaml:3'),
        field('parameters', { day: 'today', limit: 5 }, { day: 'yesterday', limit: 5 }, 'deployments/etl.yaml:5'),
        { field: 'tags', old: ['etl'], new: ['etl', 'registrar:demo'], reason: 'mark_missing' },
      ],
    })
    expect(text([change])).toEqual([
      '  ~ etl/nightly  deployments/etl.yaml:1',
      '      description     none → "Loads orders."              (set)      deployments/etl.yaml:3',
      '      parameters.day  "today" → "yesterday"               (changed)  deployments/etl.yaml:5',
      '      tags            ["etl"] → ["etl","registrar:demo"]  (our mark is missing)',
    ])
  })

  test('shows what becomes of schedule rows in words', () => {
    const live = liveSchedule({ slug: 'often', rule: { cron: '0 9 * * 1-5', timezone: 'Europe/Berlin' } })
    const change = update('etl/nightly', {
      at: 'e.yaml:1',
      schedules: [
        { op: 'create', slug: 'new', desired: every15, row: { schedule: {}, slug: 'new' }, at: place('e.yaml:4') },
        {
          op: 'update',
          slug: 'often',
          live,
          row: { schedule: {}, slug: 'often' },
          fields: [
            field(
              'schedules.often',
              { cron: '0 9 * * 1-5', timezone: 'Europe/Berlin' },
              { cron: '0 10 * * 1-5', timezone: 'Europe/Berlin' },
              'e.yaml:5',
            ),
          ],
        },
        { op: 'delete', live: { ...live, slug: 'old' }, reason: 'not_desired' },
        { op: 'keep', live: liveSchedule() },
      ],
      consequences: [{ kind: 'runs_rescheduled' }, { kind: 'late_runs_dropped' }, { kind: 'schedules_kept', count: 1 }],
    })
    expect(text([change])).toEqual([
      '  ~ etl/nightly  e.yaml:1',
      '      schedules.new    none → every 15 minutes, next 13:15 UTC                            (set)      e.yaml:4',
      '      schedules.often  weekdays at 09:00 Europe/Berlin → weekdays at 10:00 Europe/Berlin  (changed)  e.yaml:5',
      '      schedules.old    weekdays at 09:00 Europe/Berlin → none                             (no longer in the spec)',
      '      drops automatic runs that are late and have not begun',
      '      keeps 1 schedule that someone else made',
    ])
  })

  test('does not let a resumption be overlooked', () => {
    const change = update('etl/nightly', {
      at: 'e.yaml:1',
      fields: [field('paused', true, false, 'e.yaml:2')],
      consequences: [
        { kind: 'resumes', what: 'etl/nightly' },
        { kind: 'pauses', what: 'often' },
      ],
    })
    expect(text([change])).toEqual([
      '  ~ etl/nightly  e.yaml:1',
      '      paused  true → false  (changed)  e.yaml:2',
      '      RESUMES  etl/nightly runs again',
      '      PAUSES  schedule "often" runs no more',
    ])
  })

  test('tells adoption, pruning, pausing and what is kept apart', () => {
    expect(
      text([
        adopt('etl/a', { at: 'e.yaml:1' }),
        pauseOnRemove('etl/b'),
        prune('etl/c'),
        noop('etl/d'),
        noop('etl/e', 'kept'),
        noop('etl/f', 'kept_by_mark'),
        noop('etl/g', 'kept_adopted'),
      ]),
    ).toEqual([
      '  ^ etl/a  e.yaml:1  adopt: it is on the server and has no owner',
      '  ~ etl/b            no spec wants it any more',
      '      paused  false → true  (changed)',
      '      PAUSES  etl/b runs no more',
      '  - etl/c            no spec wants it any more; its scheduled runs go with it',
      '  · etl/e            no spec wants it; kept (--prune deletes it)',
      '  · etl/f            no spec wants it; kept, as its spec said on_remove: keep',
      '  · etl/g            no spec wants it; kept, as it was adopted (--prune --prune-adopted deletes it)',
    ])
  })

  test('lists at most ten that are kept', () => {
    const lines = text(Array.from({ length: 12 }, (_, index) => noop(`etl/${index}`, 'kept')))
    expect(lines).toHaveLength(11)
    expect(lines.at(-1)).toBe('  · and 2 more that no spec wants')
  })

  test('shows at most eight lines of one field', () => {
    const old = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`key${index}`, 1]))
    const lines = text([update('etl/a', { fields: [field('parameters', old, {})] })])
    expect(lines).toHaveLength(10)
    expect(lines.at(-1)).toMatch(/parameters\.… +and 12 more$/)
  })

  test('spells out control characters of names', () => {
    expect(text([prune('etl/\u001B[2J')])[0]).toContain('etl/\\u001b[2J')
  })

  test('says once for all what several changes have in common', () => {
    const local = [{ kind: 'code_from_here', directory: '/project' }] as const
    const drops = [{ kind: 'runs_rescheduled' }] as const
    const plan = planOf([
      create('etl/a', { at: 'e.yaml:1', consequences: local }),
      create('etl/b', { at: 'e.yaml:9', consequences: local }),
      update('etl/c', { at: 'e.yaml:12', consequences: drops }),
    ])
    expect(planText(plan, view).split('\n')).toEqual([
      '  + etl/a  e.yaml:1',
      '  + etl/b  e.yaml:9',
      '  ~ etl/c  e.yaml:12',
      '1 change drops future scheduled runs; apply has the server make them again at once.',
      'Runs take their code from /project on this machine, where no pull or path says otherwise.',
      '2 to create, 1 to update, 0 to prune, 0 unchanged.',
    ])
  })

  test('says of a refusal what would allow it', () => {
    const plan = planOf([prune('etl/a')], {
      refusals: [
        { code: 'prune_too_many', prunes: 3, managed: 10, percent: 30 },
        { code: 'prune_protected', keys: ['etl/a'] },
      ],
    })
    expect(planText(plan, view)).toContain(
      [
        'REFUSED  pruning would delete 3 of 10 managed deployments (30 %, the limit is 20 %)',
        '         → if they are to go: --prune --allow-delete 3',
        'REFUSED  protected deployments would be deleted: etl/a',
        '         → put the specs back, or apply them once with protect: false before removing them',
      ].join('\n'),
    )
  })
})

describe('the sum', () => {
  test.each([
    [[create('a/b'), create('a/c'), update('a/d'), noop('a/e')], '2 to create, 1 to update, 0 to prune, 1 unchanged.'],
    [[adopt('a/b'), prune('a/c')], '0 to create, 0 to update, 1 to adopt, 1 to prune, 0 unchanged.'],
    [
      [create('a/b'), noop('a/e', 'kept')],
      '1 to create, 0 to update, 0 to prune, 0 unchanged, 1 kept that no spec wants.',
    ],
    [[noop('a/e')], 'No changes: 1 unchanged.'],
    [[], 'No changes: 0 unchanged.'],
  ])('of %j', (changes, expected) => {
    expect(summaryText(changes)).toBe(expected)
  })
})

function text(changes: readonly Change[]): readonly string[] {
  return changesText(changes, view).split('\n')
}
