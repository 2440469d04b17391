import { DAY, HOUR, type Micros, SECOND, type Wall, dayNumber } from './wall.ts'

/** A change of the clocks: the offsets from UTC before and after, in microseconds, east positive. */
export type ZoneChange = { readonly at: Micros; readonly before: Micros; readonly after: Micros }

/** The clocks of a time zone. */
export type Zone = {
  readonly name: string
  /** The offset from UTC at a moment, in microseconds. */
  readonly offsetAt: (instant: Micros) => Micros
  /** The changes from a moment (inclusive) to another (exclusive), oldest first. */
  readonly changesBetween: (from: Micros, to: Micros) => readonly ZoneChange[]
  /** The one offset of all moments within 36 hours of wall digits; undefined when there is a change near. */
  readonly steadyOffset: (wall: Wall) => Micros | undefined
}

/**
 * The clocks of a zone by its IANA name. Zones are kept, and each looks up the changes of a year once.
 * Names that Intl does not know (`Factory`, `localtime`) are read as UTC, which they are on a Prefect server in a container.
 */
export function zoneNamed(name: string): Zone {
  let zone = zones.get(name)
  if (zone === undefined) {
    zone = makeZone(name)
    zones.set(name, zone)
  }
  return zone
}

/** The offsets that wall digits can be read with. Both are the same but for digits in a gap or an overlap. */
export type Readings = { readonly before: Micros; readonly after: Micros }

/** The offsets before and after the change in whose gap or overlap the digits fall; else twice the offset there. */
export function readingsOf(zone: Zone, wall: Wall): Readings {
  const steady = zone.steadyOffset(wall)
  if (steady !== undefined) return { before: steady, after: steady }
  let offset = zone.offsetAt(wall - MARGIN)
  for (const change of zone.changesBetween(wall - MARGIN, wall + MARGIN)) {
    if (wall < change.at + Math.min(change.before, change.after)) break
    if (wall < change.at + Math.max(change.before, change.after)) return change
    offset = change.after
  }
  return { before: offset, after: offset }
}

/** No offset, and no change, reaches farther than this: Apia skipped a whole day. */
const MARGIN = 36 * HOUR

/** A stretch between two changes; a year's first and last stretch end with the year. */
type Stretch = { readonly from: Micros; readonly to: Micros; readonly offset: Micros }

const zones = new Map<string, Zone>()
const UTC: Zone = { name: 'UTC', offsetAt: () => 0, changesBetween: () => [], steadyOffset: () => 0 }

function makeZone(name: string): Zone {
  const offsetNow = offsetLookup(name)
  return offsetNow === undefined ? { ...UTC, name } : zoneOf(name, offsetNow)
}

/** The clocks of a zone whose offset at any moment is known (microseconds, whole seconds): looked up once a stretch. */
export function zoneOf(name: string, offsetNow: (instant: Micros) => Micros): Zone {
  const years = new Map<number, readonly Stretch[]>()
  let last: Stretch = { from: 0, to: 0, offset: 0 }

  function stretchesOf(year: number): readonly Stretch[] {
    let stretches = years.get(year)
    if (stretches === undefined) {
      stretches = stretchesBetween(year * YEAR, (year + 1) * YEAR, offsetNow)
      years.set(year, stretches)
    }
    return stretches
  }

  function stretchAt(instant: Micros): Stretch {
    if (instant >= last.from && instant < last.to) return last
    for (const stretch of stretchesOf(Math.floor(instant / YEAR))) {
      if (instant < stretch.to) return (last = stretch)
    }
    throw new RangeError(`no stretch of ${name} holds ${instant}`)
  }

  return {
    name,
    offsetAt: (instant) => stretchAt(instant).offset,
    changesBetween(from, to) {
      const changes: ZoneChange[] = []
      let stretch = stretchAt(from - 1)
      while (stretch.to < to) {
        const next = stretchAt(stretch.to)
        if (next.offset !== stretch.offset) changes.push({ at: next.from, before: stretch.offset, after: next.offset })
        stretch = next
      }
      return changes
    },
    steadyOffset(wall) {
      const { from, to, offset } = stretchAt(wall)
      if (wall - MARGIN >= from && wall + MARGIN < to) return offset
      // the end of a year's stretches is no change
      const early = stretchAt(wall - MARGIN)
      const late = stretchAt(wall + MARGIN)
      const steady = early.offset === offset && late.offset === offset && isUnbroken(early, late)
      return steady ? offset : undefined
    },
  }
}

function isUnbroken(early: Stretch, late: Stretch): boolean {
  return early === late || early.to === late.from
}

/** Years of even length, so that the year of a moment is a division. */
const YEAR = 365.25 * DAY
/** Clock changes that undo each other within this time are not seen; there are none since 1950. */
const STEP = YEAR / 96

function stretchesBetween(start: Micros, end: Micros, offsetNow: (instant: Micros) => Micros): readonly Stretch[] {
  const stretches: Stretch[] = []
  let from = start
  let offset = offsetNow(start)
  for (let probe = start + STEP; probe <= end; probe += STEP) {
    // the end itself belongs to the next year
    const at = Math.min(probe, end - SECOND)
    let current = offsetNow(at)
    let low = at - STEP
    while (current !== offset) {
      const change = changeAfter(Math.max(low, from), at, offset, offsetNow)
      stretches.push({ from, to: change, offset })
      from = change
      low = change
      offset = offsetNow(change)
      current = offsetNow(at)
    }
  }
  stretches.push({ from, to: end, offset })
  return stretches
}

/** The first second in (low, high] whose offset is not `offset`, given that low still has it and high has not. */
function changeAfter(low: Micros, high: Micros, offset: Micros, offsetNow: (instant: Micros) => Micros): Micros {
  let before = Math.floor(low / SECOND)
  let after = Math.ceil(high / SECOND)
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (offsetNow(middle * SECOND) === offset) before = middle
    else after = middle
  }
  return after * SECOND
}

/** Before this, every zone is at its local mean time. */
const FIRST = dayNumber(1800, 1, 1) * DAY
const LAST = dayNumber(9999, 12, 30) * DAY

function offsetLookup(name: string): ((instant: Micros) => Micros) | undefined {
  if (name === 'UTC') return undefined
  let format: Intl.DateTimeFormat
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
  return (instant) => {
    const clamped = Math.min(Math.max(instant, FIRST), LAST)
    const second = Math.floor(clamped / SECOND)
    // 03/08/2026, 01:30:00
    const text = format.format(second * 1000)
    const number = (from: number, to: number) => Number(text.slice(from, to))
    const days = dayNumber(number(6, 10), number(0, 2), number(3, 5))
    const digits = days * 86_400 + number(12, 14) * 3600 + number(15, 17) * 60 + number(18, 20)
    return (digits - second) * SECOND
  }
}

/** A moment's digits in a zone. */
export function wallAt(zone: Zone, instant: Micros): Wall {
  return instant + zone.offsetAt(instant)
}
