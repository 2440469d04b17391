import { expect, test } from 'vitest'
import { type TheApi, items, messages, newDeployment, text } from './api.ts'

export function scheduleRuleContract(api: TheApi): void {
  const stored = async (schedule: unknown) => {
    const made = await newDeployment(api(), { schedules: [{ schedule }] })
    return items(made.schedules)[0]?.schedule
  }

  test.for<[unknown, unknown]>([
    [
      { interval: 3600, anchor_date: '2026-01-01T00:00:00Z' },
      { interval: 3600, anchor_date: '2026-01-01T00:00:00Z', timezone: 'UTC' },
    ],
    [
      { interval: 'PT1H', anchor_date: '2026-01-01' },
      { interval: 3600, anchor_date: '2026-01-01T00:00:00Z', timezone: 'UTC' },
    ],
    [
      { interval: 90.5, anchor_date: '2026-01-01T00:00:00-04:00', timezone: null },
      { interval: 90.5, anchor_date: '2026-01-01T00:00:00-04:00', timezone: 'UTC' },
    ],
    [
      { interval: 60, anchor_date: '2026-01-01 00:00:00.5', timezone: 'Europe/Berlin' },
      { interval: 60, anchor_date: '2026-01-01T00:00:00.500000Z', timezone: 'Europe/Berlin' },
    ],
    [{ cron: '0 2 * * *' }, { cron: '0 2 * * *', timezone: null, day_or: true }],
    [
      { cron: '@daily', timezone: 'Asia/Tokyo', day_or: false },
      { cron: '@daily', timezone: 'Asia/Tokyo', day_or: false },
    ],
    [
      { cron: '  0 2 * * 1-5 ', timezone: null },
      { cron: '  0 2 * * 1-5 ', timezone: null, day_or: true },
    ],
    [{ rrule: 'FREQ=DAILY' }, { rrule: 'DTSTART:20200101T000000\nFREQ=DAILY', timezone: 'UTC' }],
    [
      { rrule: 'FREQ=MINUTELY;COUNT=3', timezone: 'Europe/Berlin' },
      { rrule: 'DTSTART:20200101T000000\nFREQ=MINUTELY;COUNT=3', timezone: 'Europe/Berlin' },
    ],
    [
      { rrule: 'DTSTART:20260101T000000\nFREQ=MINUTELY' },
      { rrule: 'DTSTART:20260101T000000\nFREQ=MINUTELY', timezone: 'UTC' },
    ],
  ])('%j is stored as %j', async ([sent, kept]) => {
    expect(await stored(sent)).toEqual(kept)
  })

  test('an interval without an anchor is anchored now', async () => {
    const before = Date.now()
    const { anchor_date: anchor } = (await stored({ interval: 60 })) ?? {}
    expect(Math.abs(Date.parse(text(anchor)) - before)).toBeLessThan(60_000)
  })

  test('a rule that fires each minute gets a start within its last interval', async () => {
    const { rrule } = (await stored({ rrule: 'FREQ=MINUTELY;INTERVAL=7' })) ?? {}
    const [, day = '', time = ''] = /^DTSTART:(\d{8})T(\d{6})\nFREQ=MINUTELY;INTERVAL=7$/.exec(text(rrule)) ?? []
    const start = Date.parse(`${day.replace(/(\d{4})(\d\d)/, '$1-$2-')}T${time.replace(/(\d\d)(\d\d)/, '$1:$2:')}Z`)
    expect(Date.now() - start).toBeGreaterThanOrEqual(0)
    expect(Date.now() - start).toBeLessThan(8 * 60_000)
  })

  test.for<[unknown, string]>([
    [{ cron: '60 * * * *' }, 'Value error, Invalid cron string: "60 * * * *"'],
    [{ cron: '* * *' }, 'Value error, Invalid cron string: "* * *"'],
    [{ cron: 'R * * * *' }, 'Value error, Random and Hashed expressions are unsupported, received: "R * * * *"'],
    [
      { cron: '* * * * *', timezone: 'Nowhere' },
      'Value error, Invalid timezone: "Nowhere" (specify in IANA tzdata format, for example, America/New_York)',
    ],
    [{ interval: 0 }, 'Value error, interval must be positive'],
    [{ interval: -60 }, 'Value error, interval must be positive'],
    [
      { interval: 60, timezone: 'Nowhere' },
      'Value error, Invalid timezone: "Nowhere" (specify in IANA tzdata format, for example, America/New_York)',
    ],
    [{ interval: 60, anchor_date: 'xx' }, 'Value error, Unable to parse string [xx]'],
    [{ cron: 5 }, 'Input should be a valid string'],
    [{ interval: 60, cron: '* * * * *' }, 'Extra inputs are not permitted'],
    [{}, 'Field required'],
    ['x', 'Input should be a valid dictionary or object to extract fields from'],
    [null, 'Input should be a valid dictionary or object to extract fields from'],
  ])('%j is refused: %s', async ([schedule, message]) => {
    const made = await newDeployment(api())
    const refused = await api().post(`/deployments/${text(made.id)}/schedules`, [{ schedule }])
    expect(refused.status).toBe(422)
    expect(messages(refused)).toContain(message)
  })

  test.for([
    { rrule: 'NOPE' },
    { rrule: 'FREQ=NEVER' },
    { rrule: 'FREQ=DAILY', timezone: 'nope' },
    { interval: 'abc' },
  ])('%j is refused', async (schedule) => {
    const made = await newDeployment(api())
    expect((await api().post(`/deployments/${text(made.id)}/schedules`, [{ schedule }])).status).toBe(422)
  })

  test('a rule is refused through every way that writes one', async () => {
    const made = await newDeployment(api(), { schedules: [{ schedule: { interval: 60 }, slug: 'a' }] })
    const bad = { slug: 'a', schedule: { cron: 'nope' } }
    const path = `/deployments/${text(made.id)}`
    const row = `${path}/schedules/${text(items(made.schedules)[0]?.id)}`
    const said = 'Value error, Invalid cron string: "nope"'
    expect(messages(await api().patch(path, { schedules: [bad] }))).toContain(said)
    expect(messages(await api().patch(row, { schedule: bad.schedule }))).toContain(said)
    const again = { name: made.name, flow_id: made.flow_id, schedules: [bad] }
    expect(messages(await api().post('/deployments/', again))).toContain(said)
  })

  test.for([0, 51, -1])('max_scheduled_runs of %i is refused', async (runs) => {
    const made = await newDeployment(api())
    const sent = [{ schedule: { interval: 60 }, max_scheduled_runs: runs }]
    expect((await api().post(`/deployments/${text(made.id)}/schedules`, sent)).status).toBe(422)
  })
}
