/** A line that a run, a worker or something else has logged. Moments are ISO 8601. */
export type Log = {
  readonly id: string
  readonly created: string
  readonly updated: string
  readonly name: string
  readonly level: number
  readonly message: string
  readonly timestamp: string
  readonly flow_run_id: string | null
  readonly task_run_id: string | null
}
