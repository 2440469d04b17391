import { test as property, fc } from '@fast-check/vitest'
import { expect } from 'vitest'
import type { CheckedSchedule } from '../../../src/server/registration/checked-schedules.ts'
import { schedulesPlan } from '../../../src/server/registration/schedule-writes.ts'
import type { DeploymentSchedule } from '../../../src/server/store/deployment-schedule.ts'

const rule = { cron: '0 0 * * *', timezone: null, day_or: true }

function live(slug: string | null): DeploymentSchedule {
  const at = '2026-01-01T00:00:00Z'
  const base = { id: `id-of-${slug}`, created: at, updated: at, deployment_id: 'd' }
  return { ...base, schedule: rule, active: true, max_scheduled_runs: null, parameters: {}, slug }
}

function sent(slug: string | undefined): CheckedSchedule {
  return { schedule: rule, active: undefined, max_scheduled_runs: undefined, parameters: {}, slug, replaces: undefined }
}

const slugs = fc.uniqueArray(fc.stringMatching(/^[a-e]$/))

property.prop([slugs, slugs])('matched by slug, no row that is there is ever lost or doubled', (there, wanted) => {
  const plan = schedulesPlan(there.map(live), wanted.map(sent))
  if (there.length === 0) {
    expect(plan).toEqual({ kind: 'replace', rows: wanted.map(sent) })
    return
  }
  const shared = wanted.filter((slug) => there.includes(slug))
  expect(plan).toMatchObject({ kind: 'by_slug', updates: shared.map((slug) => ({ id: `id-of-${slug}` })) })
  expect(plan.kind === 'by_slug' && plan.inserts.map(({ slug }) => slug)).toEqual(
    wanted.filter((slug) => !there.includes(slug)),
  )
})

property.prop([slugs, fc.uniqueArray(fc.constantFrom('a', 'b', undefined))])(
  'a row without a slug among those that are there makes every list a replacement',
  (there, wanted) => {
    const rows = wanted.map(sent)
    expect(schedulesPlan([...there.map(live), live(null)], rows)).toEqual({ kind: 'replace', rows })
  },
)

property.prop([fc.array(fc.constantFrom('a', null))])('a list that is not sent changes nothing', (there) => {
  const plan = schedulesPlan(there.map(live), undefined)
  expect(plan.kind === 'keep' || (plan.kind === 'by_slug' && plan.updates.length + plan.inserts.length === 0)).toBe(
    true,
  )
})
