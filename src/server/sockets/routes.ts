import { eventSockets } from '../http/event-sockets.ts'
import { logSockets } from '../http/log-sockets.ts'
import { taskSockets } from '../http/task-sockets.ts'
import { workerSockets } from '../http/worker-sockets.ts'
import type { SocketRoute } from './route.ts'

/** Every websocket of the API. */
export const socketRoutes: readonly SocketRoute[] = [...eventSockets, ...logSockets, ...taskSockets, ...workerSockets]
