import { negativeSummerTime, placedOtherwise, summerAtTheEnd } from './dateutil-changes.ts'
import { DAY, HOUR, type Micros, SECOND, type Wall, dayNumber } from './wall.ts'
import type { Zone, ZoneChange } from './zone.ts'

/**
 * The offset that dateutil 2.9 reads wall digits with (fold 0), in microseconds: Prefect reads rrule occurrences so.
 * It knows the changes up to 2037 only; later all is standard time. Rules: `tzfile` of `dateutil/tz/tz.py`.
 */
export function dateutilOffset(zone: Zone, wall: Wall): Micros {
  if (wall >= MIDDLE_OF_2037) return offsetAtTheEnd(zone, wall)
  const steady = zone.steadyOffset(wall)
  if (steady !== undefined) return steady
  return offsetNear(zone, wall, zone.changesBetween(wall - MARGIN, wall + MARGIN))
}

/** Wall digits before which no occurrence can be read as an instant at or after `start`. */
export function earliestWall(zone: Zone, start: Micros): Wall {
  const offsets = [dateutilOffset(zone, start - MARGIN), dateutilOffset(zone, start + MARGIN)]
  for (const change of zone.changesBetween(start - MARGIN, start + MARGIN)) offsets.push(change.before, change.after)
  return start + Math.min(...offsets)
}

const MARGIN = 36 * HOUR

function offsetNear(zone: Zone, wall: Wall, changes: readonly ZoneChange[]): Micros {
  let offset = zone.offsetAt(wall - MARGIN)
  for (const change of changes) {
    const placed = change.at + placement(zone, change)
    if (wall < placed) break
    // just after the change the digits are read with the offset before it, as those of an overlap
    offset = wall < placed + change.before - change.after ? change.before : change.after
  }
  return offset
}

function placement(zone: Zone, { at, before, after }: ZoneChange): Micros {
  const own = placedOtherwise.get(zone.name)?.get(at / SECOND)
  if (own !== undefined) return own * SECOND
  return summerIsStandard(zone, at) ? Math.max(before, after) : Math.min(before, after)
}

function summerIsStandard(zone: Zone, at: Micros): boolean {
  const [from, to] = negativeSummerTime.get(zone.name) ?? [0, 0]
  return at >= from * SECOND && at < to * SECOND
}

const MIDDLE_OF_2037 = dayNumber(2037, 7, 1) * DAY
/** The end of the 32-bit data of a zone file. */
const END = (2 ** 31 - 1) * SECOND

/** From the last recorded change on: standard time. */
function offsetAtTheEnd(zone: Zone, wall: Wall): Micros {
  const changes = zone.changesBetween(MIDDLE_OF_2037 - 180 * DAY, END)
  const recorded = changes.at(-1)
  if (recorded === undefined) return zone.offsetAt(END)
  const { before, after } = recorded
  const standard = summerIsStandard(zone, END) ? Math.max(before, after) : Math.min(before, after)
  const last = summerAtTheEnd.has(zone.name) ? { at: END, before: after, after: standard } : recorded
  const placed = last.at + placement(zone, last)
  if (wall >= placed) return wall < placed + last.before - standard ? last.before : standard
  return offsetNear(zone, wall, changes)
}
