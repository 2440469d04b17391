import { csvLine, logLine } from '../runs/log-csv.ts'
import type { Services } from '../services.ts'
import { readFlowRunRow } from '../store/flow-run.ts'
import { readLogsOfRun } from '../store/log-reading.ts'
import type { Store } from '../store/store.ts'
import { flowRunNotFound } from './flow-runs.ts'
import { type Route, get } from './route.ts'

/** `/flow_runs/{id}/logs/download`: all that a run has logged, as a file. */
export function flowRunLogRoutes({ store }: Services): readonly Route[] {
  return [
    get('/flow_runs/{id:uuid}/logs/download', {
      summary: 'Download all logs of a flow run as CSV',
      answers: { 200: 'text' },
      async handle({ params }) {
        const run = await store.read((db) => readFlowRunRow(db, params.id))
        if (run === undefined) throw flowRunNotFound()
        const name = `filename="flow-run-logs.csv"; filename*=UTF-8''${percentEncoded(`${run.name}-logs.csv`)}`
        const headers = { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; ${name}` }
        return new Response(ReadableStream.from(csvOf(store, params.id)), { headers })
      },
    }),
  ]
}

const HEAD = csvLine(['timestamp', 'level', 'flow_run_id', 'task_run_id', 'message'])

/** A page at a time: a run may have logged more than fits into memory. */
async function* csvOf(store: Store, flowRunId: string): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  yield encoder.encode(HEAD)
  for (let after: Awaited<ReturnType<typeof readLogsOfRun>>['last']; ;) {
    const { logs, last } = await store.read((db) => readLogsOfRun(db, flowRunId, after))
    if (last === undefined) return
    yield encoder.encode(logs.map(logLine).join(''))
    after = last
  }
}

/** As Python's `quote` with nothing safe. */
function percentEncoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
}
