import { eventSockets } from './event-sockets.ts'
import { logSockets } from './log-sockets.ts'
import { taskSockets } from './task-sockets.ts'
import { workerSockets } from './worker-sockets.ts'
import type { SocketRoute } from '../sockets/route.ts'

/** Every websocket of the API. */
export const socketRoutes: readonly SocketRoute[] = [...eventSockets, ...logSockets, ...taskSockets, ...workerSockets]
