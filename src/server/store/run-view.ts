import type { RunView } from '../model/run.ts'
import { stateOf } from './run-state.ts'

/** The columns of a run that every transition looks at. */
export type RunViewRow = Omit<RunView, 'state'> & { readonly state: string | null }

/** What rules need to know of any run, from its columns. */
export function runViewOf(row: RunViewRow): RunView {
  return {
    id: row.id,
    state: row.state === null ? null : stateOf(row.state),
    state_type: row.state_type,
    state_name: row.state_name,
    state_timestamp: row.state_timestamp,
    run_count: row.run_count,
    expected_start_time: row.expected_start_time,
    next_scheduled_start_time: row.next_scheduled_start_time,
    start_time: row.start_time,
    end_time: row.end_time,
    total_run_time: row.total_run_time,
  }
}
