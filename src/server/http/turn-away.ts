import type { Logger } from '../log.ts'
import type { Stamp } from '../model/stamp.ts'
import { plainRequestId } from './request-id.ts'
import type { Tally } from './tally.ts'

/** Why a request is answered before anyone looks for its route. */
export type Refusal = { readonly status: 403 | 414 | 503; readonly detail: string }

/** What is known of such a request. */
type Refused = { readonly method: string; readonly requestId: string | undefined }

/** Counts a request that is turned away and tells the log of it; gives the id that its answer must have. */
export type TurnAway = (refusal: Refusal, request: Refused) => string

/** How long the log hears nothing more of a status, in microseconds. */
const QUIET = 60_000_000
/** How much of a detail is told, in characters: it holds what the client has sent. */
const MOST_TOLD = 200

/** All are counted; of each status, one a minute is told as a warning, so that no flood of them fills the disk. */
export function turnAwayWith({ log, tally, now }: { log: Logger; tally: Tally; now: () => Stamp }): TurnAway {
  const told = new Map<number, { at: Stamp; since: number }>()
  return ({ status, detail }, { method, requestId: sent }) => {
    const at = now()
    const requestId = plainRequestId(sent) ?? at.toString(36)
    tally.add(method, 'none', status, 0)
    const last = told.get(status)
    if (last !== undefined && Math.abs(at - last.at) < QUIET) {
      last.since += 1
      return requestId
    }
    told.set(status, { at, since: 0 })
    const fields = { method, status, requestId, detail: detail.slice(0, MOST_TOLD), untold: last?.since ?? 0 }
    log.warn(fields, 'request turned away')
    return requestId
  }
}
