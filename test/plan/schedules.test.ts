import { describe, expect, it } from 'vitest'
import type { DesiredSchedule, LiveSchedule } from '../../src/model/schedule.ts'
import { changeFor } from '../../src/plan/change.ts'
import { scheduleChanges } from '../../src/plan/schedules.ts'
import { desired, managed, row } from '../support/deployments.ts'

const DAILY = { cron: '0 1 * * *' }

function changes(
  schedules: Readonly<Record<string, DesiredSchedule>> | undefined,
  rows: readonly LiveSchedule[],
  schedulesPolicy: 'merge' | 'exclusive' = 'merge',
) {
  return scheduleChanges(desired({ fields: { schedules }, schedulesPolicy }), { schedules: rows })
}

describe('matching rows', () => {
  it('leaves the rows alone when the spec names no schedules', () => {
    expect(changes(undefined, [row(DAILY)])).toEqual([])
  })

  it('makes a row that is not there, with its slug', () => {
    expect(changes({ nightly: { rule: DAILY } }, [])).toMatchObject([
      { op: 'create', slug: 'nightly', row: { schedule: DAILY, slug: 'nightly' } },
    ])
  })

  it('matches by slug and changes the row in place', () => {
    const rows = [row({ cron: '0 2 * * *' }, { slug: 'nightly', id: 'kept', parameters: { by: 'ui' } })]
    expect(changes({ nightly: { rule: DAILY } }, rows)).toMatchObject([
      {
        op: 'update',
        live: { id: 'kept' },
        row: { schedule: DAILY, slug: 'nightly', parameters: { by: 'ui' } },
        fields: [{ field: 'schedules.nightly' }],
      },
    ])
  })

  it('matches a row without a slug by its content and gives it the slug, so that its id stays', () => {
    expect(changes({ nightly: { rule: DAILY } }, [row(DAILY, { id: 'kept' })])).toMatchObject([
      {
        op: 'update',
        live: { id: 'kept' },
        row: { slug: 'nightly' },
        fields: [{ field: 'schedules.nightly.slug', old: null, new: 'nightly' }],
      },
    ])
  })

  it('follows a slug that was renamed in the spec, so that no run is booked twice', () => {
    expect(changes({ night: { rule: DAILY } }, [row(DAILY, { slug: 'nightly' })])).toMatchObject([
      { op: 'update', fields: [{ field: 'schedules.night.slug', old: 'nightly', new: 'night' }] },
    ])
  })

  it('does not send whether a schedule is active unless the spec says so, and so keeps a pause', () => {
    const rows = [row({ cron: '0 2 * * *' }, { slug: 'nightly', active: false })]
    const [change] = changes({ nightly: { rule: DAILY } }, rows)
    expect(change).toMatchObject({ op: 'update' })
    expect((change as { row: object }).row).not.toHaveProperty('active')
  })
})

describe('rows that the spec does not list', () => {
  it('keeps and shows what has no slug, such as what was made in the interface', () => {
    expect(
      changes({ nightly: { rule: DAILY } }, [
        row(DAILY, { slug: 'nightly' }),
        row({ cron: '5 5 * * *' }, { id: 'ui' }),
      ]),
    ).toMatchObject([{ op: 'keep', live: { id: 'ui' } }])
  })

  it('removes it when the spec says exclusive', () => {
    expect(
      changes({ nightly: { rule: DAILY } }, [row({ cron: '5 5 * * *' }, { id: 'ui' })], 'exclusive'),
    ).toMatchObject([{ op: 'create' }, { op: 'delete', live: { id: 'ui' }, reason: 'exclusive' }])
  })

  it('removes a slug that has left the spec', () => {
    expect(
      changes({ a: { rule: DAILY } }, [
        row(DAILY, { slug: 'a', id: '1' }),
        row({ cron: '1 1 * * *' }, { slug: 'b', id: '2' }),
      ]),
    ).toMatchObject([{ op: 'delete', live: { id: '2' }, reason: 'not_desired' }])
  })

  it('removes every row when the spec says that there are none', () => {
    expect(changes({}, [row(DAILY, { slug: 'a', id: '1' }), row(DAILY, { id: '2' })])).toMatchObject([
      { op: 'delete', live: { id: '1' }, reason: 'cleared' },
      { op: 'delete', live: { id: '2' }, reason: 'cleared' },
    ])
  })
})

describe('equal content', () => {
  it.each([
    [
      'an interval in seconds and as a duration',
      { interval: 'PT15M' },
      { interval: 900, anchor_date: '2026-11-21T10:00:00Z', timezone: 'UTC' },
    ],
    ['a time zone that was left out', { cron: '0 1 * * *' }, { cron: '0 1 * * *', timezone: null, day_or: true }],
    [
      'a DTSTART that the server put in front',
      { rrule: 'FREQ=DAILY' },
      { rrule: 'DTSTART:20200101T000000\nFREQ=DAILY', timezone: 'UTC' },
    ],
    [
      'an anchor with another offset',
      { interval: 60, anchor_date: '2026-01-01T01:00:00+01:00' },
      { interval: 60, anchor_date: '2026-01-01T00:00:00Z', timezone: 'UTC' },
    ],
  ])('%s', (_what, rule, stored) => {
    expect(changes({ a: { rule } }, [row(stored, { slug: 'a' })])).toEqual([])
  })
})

describe('an interval without an anchor', () => {
  it('is counted from a fixed moment, so that its grid does not move with the day of the deploy', () => {
    expect(changes({ a: { rule: { interval: 900 } } }, [])).toMatchObject([
      { row: { schedule: { interval: 900, anchor_date: '2020-01-01T00:00:00+00:00' } } },
    ])
  })

  it('keeps the anchor of the row that is there', () => {
    const rows = [row({ interval: 900, anchor_date: '2026-01-01T00:07:00Z' }, { slug: 'a' })]
    expect(changes({ a: { rule: { interval: 600 } } }, rows)).toMatchObject([
      { row: { schedule: { interval: 600, anchor_date: '2026-01-01T00:07:00Z' } } },
    ])
  })
})

describe('consequences', () => {
  it('says that runs are made again, that late ones are dropped, and what is kept', () => {
    const rows = [
      row(DAILY, { slug: 'a', id: '1' }),
      row({ cron: '1 1 * * *' }, { slug: 'b', id: '2' }),
      row({ cron: '2 2 * * *' }, { id: '3' }),
    ]
    expect(
      changeFor(desired({ fields: { schedules: { a: { rule: DAILY } } } }), managed({ schedules: rows }), 'team'),
    ).toMatchObject({
      consequences: [{ kind: 'runs_rescheduled' }, { kind: 'late_runs_dropped' }, { kind: 'schedules_kept', count: 1 }],
    })
  })

  it('says nothing of dropped runs when rows are only added, which drops none', () => {
    const there = managed({ schedules: [row(DAILY, { slug: 'a', id: '1' })] })
    const wanted = desired({ fields: { schedules: { a: { rule: DAILY }, b: { rule: { cron: '1 1 * * *' } } } } })
    expect(changeFor(wanted, there, 'team')).toMatchObject({ action: 'update', consequences: [] })
  })

  it('says that a paused schedule begins again', () => {
    const wanted = desired({ fields: { schedules: { a: { rule: DAILY, active: true } } } })
    expect(changeFor(wanted, managed({ schedules: [row(DAILY, { slug: 'a', active: false })] }), 'team')).toMatchObject(
      {
        consequences: expect.arrayContaining([{ kind: 'resumes', what: 'a' }]),
      },
    )
  })
})
