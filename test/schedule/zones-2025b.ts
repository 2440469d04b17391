import { readFileSync } from 'node:fs'
import { type Zone, zoneNamed, zoneOf } from '../../src/schedule/zone.ts'

const SECOND = 1_000_000

type Offsets = readonly (readonly [from: number, offset: number])[]

const text = readFileSync(new URL('../fixtures/zones/2025b.json', import.meta.url), 'utf8')
const { zones }: { readonly zones: Readonly<Record<string, Offsets>> } = JSON.parse(text)
const made = new Map<string, Zone>()

/**
 * The clocks of a zone by zone data 2025b, with which the fixtures were computed; Node's own data may be newer. Every
 * zone of the fixtures has its offsets from 1950 to 2120 in `test/fixtures/zones/2025b.json` (read out of Python's zoneinfo).
 */
export function zone2025b(name: string): Zone {
  const offsets = zones[name]
  if (offsets === undefined) return zoneNamed(name)
  let zone = made.get(name)
  if (zone === undefined) {
    zone = zoneOf(name, (instant) => offsetAt(offsets, instant / SECOND) * SECOND)
    made.set(name, zone)
  }
  return zone
}

/** The zones whose clocks of this process differ from 2025b between 1975 and 2116. */
export function zonesThatMoved(): readonly string[] {
  return Object.keys(zones).filter((name) => {
    const changes = (zone: Zone) => JSON.stringify(zone.changesBetween(Date.UTC(1975) * 1000, Date.UTC(2116) * 1000))
    return changes(zone2025b(name)) !== changes(zoneNamed(name))
  })
}

function offsetAt(offsets: Offsets, second: number): number {
  let low = 0
  let high = offsets.length
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if ((offsets[middle]?.[0] ?? 0) <= second) low = middle
    else high = middle
  }
  return offsets[low]?.[1] ?? 0
}
