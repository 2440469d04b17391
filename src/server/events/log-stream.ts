import type { LogFilter } from '../model/requests.ts'
import type { Connection } from '../sockets/connection.ts'
import { logFilter } from '../store/log-filter.ts'
import { logOf } from '../store/log.ts'
import type { Store } from '../store/store.ts'
import type { LogRow } from '../store/tables.ts'

/**
 * How much may wait for one client, in characters. Beyond, it is cut off: it can find all lines with `/logs/filter`.
 */
const MOST_WAITING = 16 * 1024 * 1024
/** What a line counts beside its message. */
const OVERHEAD = 512
/** After so many characters a client is asked whether it keeps up. */
const BATCH = 64 * 1024

/** Sends the lines that a filter asks for as they come, until the client leaves. */
export async function streamLogs(socket: Connection, store: Store, filter: LogFilter): Promise<void> {
  const isWanted = logFilter(filter)
  const waiting: LogRow[] = []
  let size = 0
  let wake: (() => void) | undefined
  const stop = store.subscribe((announcement) => {
    if (announcement.kind !== 'logs') return
    for (const log of announcement.logs) {
      if (!isWanted(log)) continue
      waiting.push(log)
      size += log.message.length + OVERHEAD
    }
    if (size > MOST_WAITING) socket.close(1008, 'Too many lines wait to be read')
    wake?.()
  })
  socket.closed.addEventListener('abort', () => wake?.(), { once: true })

  /** Sends the lines that come first. */
  function sendSome(): void {
    let [count, characters] = [0, 0]
    for (const log of waiting) {
      if (characters >= BATCH) break
      socket.sendText(JSON.stringify({ type: 'log', log: logOf(log) }))
      characters += log.message.length + OVERHEAD
      count += 1
    }
    waiting.splice(0, count)
    size -= characters
  }

  try {
    while (!socket.closed.aborted) {
      sendSome()
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
