const DAY_MS = 86_400_000

/** The moment's date and time in the zone: `2026-11-21`, `14:15`, `Sat`. Seconds only where they are not zero. */
export function wallClock(
  moment: number,
  zone: string,
): { readonly date: string; readonly time: string; readonly weekday: string } {
  const parts = Object.fromEntries(
    formatter(zone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  )
  const seconds = parts['second'] === '00' ? '' : `:${parts['second']}`
  return {
    date: `${parts['year']}-${parts['month']}-${parts['day']}`,
    time: `${parts['hour']}:${parts['minute']}${seconds}`,
    weekday: parts['weekday'] ?? '',
  }
}

/** The offset from UTC in the zone at that moment, in minutes. */
export function offsetMinutes(moment: number, zone: string): number {
  const { date, time } = wallClock(moment, zone)
  return Math.round(
    (Date.parse(`${date}T${time.length === 5 ? `${time}:00` : time}Z`) - Math.floor(moment / 1000) * 1000) / 60_000,
  )
}

/** `+01:00` for 60. */
export function offsetText(minutes: number): string {
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}

/** When something is due, as short as it is clear: `14:15` today, `Mon 09:00` within a week, else `2026-12-24 09:00`. */
export function dueText(moment: number, now: number, zone: string): string {
  const { date, time, weekday } = wallClock(moment, zone)
  if (date === wallClock(now, zone).date) return time
  if (moment > now && moment - now < 6 * DAY_MS) return `${weekday} ${time}`
  return `${date} ${time}`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    weekday: 'short',
    hourCycle: 'h23',
  })
  formatters.set(zone, made)
  return made
}
