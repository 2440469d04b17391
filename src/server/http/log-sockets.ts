import { type SocketRoute, socketRoute } from '../sockets/route.ts'
import { streamLogs } from '../events/log-stream.ts'
import { filterMessage } from './socket-messages.ts'

/** `/logs/out`. Prefect's own server is silent here unless a setting lets it speak; this one always speaks. */
export const logSockets: readonly SocketRoute[] = [
  socketRoute('/logs/out', {
    summary: 'Send the lines that a filter asks for as they come',
    async accept(socket, _params, { store }) {
      const message = await filterMessage(socket, 'LogFilter')
      if (message !== undefined) await streamLogs(socket, store, message.filter)
    },
  }),
]
