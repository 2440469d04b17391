import type { ClientEvent } from '../../client/transport.ts'
import { printable } from './printable.ts'

/** What went over the wire, one line, for `--verbose`. */
export function requestLine(event: ClientEvent): string {
  switch (event.kind) {
    case 'request': {
      const again = event.attempt > 1 ? `, try ${event.attempt}` : ''
      return `${event.method} ${printable(event.path)} → ${event.status ?? 'no answer'} (${Math.round(event.ms)} ms${again})`
    }
    case 'retry':
      return `${event.method} ${printable(event.path)} again in ${Math.round(event.afterMs)} ms: ${printable(event.error.message)}`
    case 'limit':
      return `requests in flight: at most ${event.limit}`
  }
}
