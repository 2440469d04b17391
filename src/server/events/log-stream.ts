import type { LogFilter } from '../requests.ts'
import type { Connection } from '../sockets/connection.ts'
import { logFilter } from '../store/log-filter.ts'
import { logOf } from '../store/log.ts'
import type { Store } from '../store/store.ts'
import type { LogRow } from '../store/tables.ts'

/** How many lines may wait for one client. Beyond, it is cut off: it can find them all with `/logs/filter`. */
const MOST_WAITING = 20_000
/** After so many characters a client is asked whether it keeps up. */
const BATCH = 64 * 1024

/** Sends the lines that a filter asks for as they come, until the client leaves. */
export async function streamLogs(socket: Connection, store: Store, filter: LogFilter): Promise<void> {
  const isWanted = logFilter(filter)
  const waiting: LogRow[] = []
  let wake: (() => void) | undefined
  const stop = store.subscribe((announcement) => {
    if (announcement.kind !== 'logs') return
    for (const log of announcement.logs) if (isWanted(log)) waiting.push(log)
    if (waiting.length > MOST_WAITING) socket.close(1008, 'Too many lines wait to be read')
    wake?.()
  })
  socket.closed.addEventListener('abort', () => wake?.(), { once: true })
  try {
    while (!socket.closed.aborted) {
      for (let sent = 0; sent < BATCH;) {
        const log = waiting.shift()
        if (log === undefined) break
        const text = JSON.stringify({ type: 'log', log: logOf(log) })
        sent += text.length
        socket.sendText(text)
      }
      if (waiting.length > 0) await socket.drained()
      else {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
  } finally {
    stop()
  }
}
