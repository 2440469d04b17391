import { instantText } from '../../schedule/instant.ts'
import type { Paint } from '../paint.ts'
import type { Preview } from '../preview.ts'
import { columns } from './columns.ts'
import { offsetText, wallClock } from './moment-text.ts'
import { placeLine } from './place-line.ts'
import { printable } from './printable.ts'
import { ruleText } from './schedule-text.ts'

const SERVERS = { pendulum: 'Python up to 3.12', whenever: 'Python 3.13 or later' } as const

/** The firings of a schedule for the terminal: in its own zone, in UTC, with a mark where the clocks change before it. */
export function previewText(preview: Preview, paint: Paint): string {
  const { firings, zone, failure } = preview
  const rows = firings.map(({ at, offset, clockChange }) => {
    const { date, time, weekday } = wallClock(at, zone)
    const mark = clockChange ? [paint('yellow', 'the clocks change before this')] : []
    return [`${weekday} ${date} ${time} ${offsetText(offset)}`, paint('dim', instantText(at)), ...mark]
  })
  return [
    headOf(preview, paint),
    ...columns(rows, '  '),
    ...(failure === undefined
      ? []
      : [`  ${paint('red', firings.length === 0 ? 'never fires' : 'fires no more')}: ${printable(failure)}`]),
    ...(failure === undefined && firings.length === 0 ? ['  fires no more'] : []),
    ...otherLines(preview, paint),
  ].join('\n')
}

/** What only the other kind of server does, and what only this one. */
function otherLines({ firings, otherDialect }: Preview, paint: Paint): readonly string[] {
  if (otherDialect === undefined) return []
  const here = firings.map(({ at }) => at)
  const added = otherDialect.instants.filter((instant) => !here.includes(instant)).map(instantText)
  const lost = here.filter((instant) => !otherDialect.instants.includes(instant)).map(instantText)
  const server = `${paint('yellow', 'note:')} a server on ${SERVERS[otherDialect.dialect]}`
  if (added.length === 0 && lost.length === 0)
    return [`  ${server} refuses this rule, or lists its firings in another order`]
  const fires = added.length === 0 ? 'does not fire' : `fires at ${added.join(', ')}`
  const instead = lost.length === 0 ? ' too' : `${added.length === 0 ? ' at' : ' instead of'} ${lost.join(', ')}`
  return [`  ${server} ${fires}${instead}`]
}

function headOf({ deployment, slug, rule, at, zone, active }: Preview, paint: Paint): string {
  const named = deployment === undefined ? '' : `${paint('bold', printable(deployment))}  `
  const of = slug === undefined ? '' : `${printable(slug)}: `
  const text = ruleText(rule)
  const where = text.includes(zone) ? '' : ` (${zone})`
  const off = active === false ? ', not active' : ''
  return `${named}${of}${text}${where}${off}${at ? `  ${paint('dim', placeLine(at))}` : ''}`
}

/** The same for programs. Times are ISO 8601. */
export function previewJson(preview: Preview) {
  const { deployment, slug, rule, at, zone, active, firings, failure, otherDialect } = preview
  return {
    deployment: deployment ?? null,
    slug: slug ?? null,
    at: at ?? null,
    active: active ?? null,
    rule,
    description: ruleText(rule),
    timezone: zone,
    firings: firings.map(({ at: instant, offset, clockChange }) => {
      const { date, time } = wallClock(instant, zone)
      return { utc: instantText(instant), local: `${date}T${time}${offsetText(offset)}`, clock_change: clockChange }
    }),
    failure: failure ?? null,
    other_dialect: otherDialect ? { dialect: otherDialect.dialect, utc: otherDialect.instants.map(instantText) } : null,
  }
}
