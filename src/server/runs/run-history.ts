import { momentOf } from '../model/moment.ts'
import { refused } from '../problem.ts'
import type { FlowRunHistoryQuery } from '../model/requests.ts'
import { filterTerms } from '../store/flow-run.ts'
import type { Predicate } from '../store/predicate.ts'
import { type Intervals, type StateCount, countByInterval } from '../store/run-history.ts'
import { type TaskRunFilters, taskRunTerms } from '../store/task-run.ts'
import { type Stamp, stampText } from '../model/stamp.ts'
import type { Reader } from '../store/store.ts'

/** The runs of one interval, by state. */
export type IntervalHistory = {
  readonly interval_start: string
  readonly interval_end: string
  readonly states: readonly Omit<StateCount, 'piece'>[]
}

/**
 * The most intervals of one answer; what lies behind them is left out (`run_history`,
 * `prefect/server/api/run_history.py`).
 */
const MOST_INTERVALS = 500

/** The shortest interval, in microseconds. */
const SHORTEST = 1_000_000

/** What no date of the API goes beyond, in UNIX microseconds; there the real server fails. */
const END_OF_TIME = Date.parse('9999-12-31T23:59:59.999Z') * 1000

/** Counts flow runs by interval and state. Throws the 422 of an interval that is too short or too long. */
export function flowRunHistory(
  db: Reader,
  { work_queues, ...query }: FlowRunHistoryQuery,
  now: Stamp,
): Promise<readonly IntervalHistory[]> {
  return runHistory(db, 'flow_run', filterTerms({ ...query, work_pool_queues: work_queues }), { query, now })
}

/** Counts task runs in the same way. */
export function taskRunHistory(
  db: Reader,
  query: TaskRunFilters & Span,
  now: Stamp,
): Promise<readonly IntervalHistory[]> {
  return runHistory(db, 'task_run', taskRunTerms(query), { query, now })
}

/** Which stretch of time a query asks for, and how long its intervals are. */
type Span = Pick<FlowRunHistoryQuery, 'history_start' | 'history_end' | 'history_interval_seconds'>

async function runHistory(
  db: Reader,
  table: 'flow_run' | 'task_run',
  terms: readonly Predicate[],
  { query, now }: { readonly query: Span; readonly now: Stamp },
): Promise<readonly IntervalHistory[]> {
  const intervals = intervalsOf(query)
  if (intervals.count === 0) return []
  return historyOf(intervals, await countByInterval(db, table, terms, { ...intervals, now }))
}

/** The intervals that a query asks for. Throws the 422 of an interval that is too short or too long. */
export function intervalsOf(query: Span): Intervals {
  const length = Math.round(query.history_interval_seconds * 1_000_000)
  if (length < SHORTEST) throw refused(422, 'History interval must not be less than 1 second.')
  const start = momentOf(query.history_start) ?? 0
  const elapsed = (momentOf(query.history_end) ?? 0) - start
  const count = elapsed <= 0 ? 0 : Math.min(Math.ceil(elapsed / length), MOST_INTERVALS)
  if (start + count * length > END_OF_TIME) throw refused(422, 'History intervals must end before the year 10000.')
  return { start, length, count }
}

/** Counts as the API answers them, intervals without runs included. */
export function historyOf(
  { start, length, count }: Intervals,
  counts: readonly StateCount[],
): readonly IntervalHistory[] {
  const byPiece = Map.groupBy(counts, ({ piece }) => piece)
  return Array.from({ length: count }, (_, at) => ({
    interval_start: stampText(start + at * length),
    interval_end: stampText(start + (at + 1) * length),
    states: (byPiece.get(at) ?? []).map(({ piece: _piece, ...state }) => state),
  }))
}
