import type { SocketRoute } from './route.ts'

/** Every websocket of the API. */
export const socketRoutes: readonly SocketRoute[] = []
