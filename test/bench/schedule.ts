import { pathToFileURL } from 'node:url'
import { CronExpressionParser } from 'cron-parser'
import type { ScheduleRule } from '../../src/model/schedule.ts'
import { firings } from '../../src/schedule/firings.ts'
import { scheduledWindow } from '../../src/schedule/scheduled-window.ts'
import { rrulestr } from '../schedule/rrule-package.ts'
import { ratio, tableText } from './table.ts'

const NOW = Date.parse('2026-03-01T00:00:00Z')
const COUNT = 1000
const MEASURE_MS = 300

type Case = {
  readonly name: string
  readonly rule: ScheduleRule
  /** The same job by an independent package: gives how many instants it made. */
  readonly peer?: { readonly name: string; readonly run: () => number }
}

/**
 * A table of instants per second of each kind of schedule, 1000 at a time from one moment on, and of the packages
 * cron-parser and rrule for the same job in the same run. Then schedules per second for the scheduler's own question.
 */
export function benchSchedules(): string {
  const instants = cases().map(({ name, rule, peer }) => {
    const own = perSecond(() => firings(rule, { start: NOW, count: COUNT }).instants.length)
    const other = peer && perSecond(peer.run)
    const row = [name, thousands(own)]
    return row.concat(other === undefined ? ['', '', ''] : [peer?.name ?? '', thousands(other), ratio(own, other)])
  })
  const windows = cases().map(({ name, rule }) => {
    const { length } = scheduledWindow(rule, { now: NOW }).runs
    const runs = perSecond(() => scheduledWindow(rule, { now: NOW }).runs.length)
    return [name, thousands(runs / length), thousands(runs)]
  })
  return [
    tableText([['schedule', 'instants/s', 'peer', 'instants/s', 'ours / peer'], ...instants]),
    tableText([['scheduler window (3 runs, 1 hour, 100 days)', 'schedules/s', 'runs/s'], ...windows]),
  ].join('\n\n')
}

function cases(): readonly Case[] {
  const cron = (text: string, timezone: string): Case => ({
    name: `cron ${text} ${timezone}`,
    rule: { cron: text, timezone },
    peer: { name: 'cron-parser', run: () => cronParser(text, timezone) },
  })
  const rrule = (name: string, text: string, timezone: string): Case => ({
    name: `rrule ${name} ${timezone}`,
    rule: { rrule: text, timezone },
    peer: { name: 'rrule (UTC digits)', run: () => plainRRule(text) },
  })
  return [
    cron('*/15 * * * *', 'UTC'),
    cron('0 9 * * 1-5', 'Europe/Berlin'),
    cron('0 0 1 * *', 'UTC'),
    { name: 'interval 15 minutes UTC', rule: { interval: 900, anchor_date: '2020-01-01T00:00:00Z' } },
    {
      name: 'interval 1 day America/New_York',
      rule: { interval: 86_400, anchor_date: '2020-01-01T00:00:00Z', timezone: 'America/New_York' },
    },
    rrule('MINUTELY/15 from 2026', 'DTSTART:20260301T000000Z\nRRULE:FREQ=MINUTELY;INTERVAL=15', 'UTC'),
    rrule('DAILY 9:00 from 2020', 'DTSTART:20200101T000000Z\nRRULE:FREQ=DAILY;BYHOUR=9;BYMINUTE=0', 'Europe/Berlin'),
    rrule(
      'MONTHLY last workday from 2020',
      'DTSTART:20200101T000000Z\nRRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
      'UTC',
    ),
  ]
}

function cronParser(text: string, timezone: string): number {
  return CronExpressionParser.parse(text, { tz: timezone, currentDate: new Date(NOW - 1) }).take(COUNT).length
}

/** The package on its own has no zones without luxon: it works on the digits. */
function plainRRule(text: string): number {
  const rule = rrulestr(text)
  const dates = rule.between(new Date(NOW), new Date(NOW + HORIZON_MS), true, (_date, index) => index < COUNT)
  return dates.length
}

const HORIZON_MS = 200 * 365 * 86_400_000

function perSecond(run: () => number): number {
  run()
  const began = performance.now()
  let made = 0
  let elapsed = 0
  while (elapsed < MEASURE_MS) {
    made += run()
    elapsed = performance.now() - began
  }
  return (made / elapsed) * 1000
}

function thousands(value: number): string {
  return value < 1000 ? value.toFixed(0) : `${(value / 1000).toFixed(0)}k`
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.stdout.write(`${benchSchedules()}\n`)
