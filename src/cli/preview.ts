import type { Place } from '../model/place.ts'
import type { ScheduleDialect, ScheduleRule } from '../model/schedule.ts'
import { dialectsDiffer } from '../schedule/dialects.ts'
import { firings } from '../schedule/firings.ts'
import { anchored, zoneOf } from './views/schedule-text.ts'
import { offsetMinutes } from './views/moment-text.ts'

/** A schedule to be looked at: of a spec, or one that was typed in. */
export type PreviewSubject = {
  readonly rule: ScheduleRule
  readonly deployment?: string
  readonly slug?: string
  readonly at?: Place
  readonly active?: boolean | undefined
}

/** A firing as UNIX milliseconds, and whether the zone's clocks have changed since the one before (or since the start). */
type PreviewFiring = { readonly at: number; readonly offset: number; readonly clockChange: boolean }

export type Preview = PreviewSubject & {
  readonly zone: string
  readonly firings: readonly PreviewFiring[]
  /** Why Prefect makes no firings, or no more. */
  readonly failure?: string
  /** What a server of the other dialect makes of it, where that is not the same. */
  readonly otherDialect?: { readonly dialect: ScheduleDialect; readonly instants: readonly number[] }
}

export type PreviewQuestion = { readonly start: number; readonly count: number; readonly dialect: ScheduleDialect }

/** The next firings of a schedule, as a server of the dialect computes them. */
export function previewOf(subject: PreviewSubject, { start, count, dialect }: PreviewQuestion): Preview {
  const rule = anchored(subject.rule)
  const zone = zoneOf(rule)
  const { instants, failure } = firings(rule, { start, count, dialect })
  const other = dialect === 'pendulum' ? 'whenever' : 'pendulum'
  return {
    ...subject,
    zone,
    firings: withOffsets(instants, start, zone),
    ...(failure === undefined ? {} : { failure }),
    ...(dialectsDiffer(rule, { start, count })
      ? { otherDialect: { dialect: other, instants: firings(rule, { start, count, dialect: other }).instants } }
      : {}),
  }
}

function withOffsets(instants: readonly number[], start: number, zone: string): readonly PreviewFiring[] {
  let before = instants.length === 0 ? 0 : offsetMinutes(start, zone)
  return instants.map((at) => {
    const offset = offsetMinutes(at, zone)
    const clockChange = offset !== before
    before = offset
    return { at, offset, clockChange }
  })
}
