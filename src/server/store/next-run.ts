import { sql } from 'kysely'
import type { StateType } from '../../generated/prefect-api.ts'
import { stampText } from '../model/stamp.ts'
import type { Reader } from './store.ts'

/** The run of a flow that is due next. */
export type NextRun = {
  readonly id: string
  readonly flow_id: string
  readonly name: string
  readonly state_name: string
  readonly state_type: StateType
  readonly next_scheduled_start_time: string
}

/** The scheduled run of each flow that is due next; null where there is none. */
export async function readNextRuns(
  db: Reader,
  flowIds: readonly string[],
): Promise<Readonly<Record<string, NextRun | null>>> {
  const { rows } = await sql<Omit<NextRun, 'next_scheduled_start_time'> & { next: number }>`
    select run.id, run.flow_id, run.name, run.state_name, run.state_type, run.next_scheduled_start_time as next
    from json_each(${JSON.stringify(flowIds)}) as wanted join flow_run as run on run.id = (
      select id from flow_run where flow_id = wanted.value and state_type = 'SCHEDULED'
        and next_scheduled_start_time is not null
      order by next_scheduled_start_time limit 1)`.execute(db)
  const found = new Map(
    rows.map(({ next, ...run }) => [run.flow_id, { ...run, next_scheduled_start_time: stampText(next) }]),
  )
  return Object.fromEntries(flowIds.map((id) => [id, found.get(id) ?? null]))
}
