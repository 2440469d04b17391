import type { LogLine } from '../store/log-reading.ts'
import { stampText } from '../model/stamp.ts'

/** A logged line as a line of CSV. */
export function logLine({ timestamp, level, flow_run_id, task_run_id, message }: LogLine): string {
  return csvLine([pythonMoment(timestamp), String(level), flow_run_id ?? '', task_run_id ?? '', message])
}

/** Fields as Python's `csv` writes them: quoted only where they must be. */
export function csvLine(fields: readonly string[]): string {
  return `${fields.map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',')}\r\n`
}

/** As Python's `str(datetime)`: a blank for the `T`, and no fraction where there is none. */
function pythonMoment(stamp: number): string {
  return stampText(stamp)
    .replace('T', ' ')
    .replace(/\.0{6}Z$|Z$/, '+00:00')
}
