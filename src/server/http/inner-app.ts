import type { Hono } from 'hono'
import type { Services } from '../services.ts'
import { answerError } from './answer-error.ts'
import { mount } from './mount.ts'
import { requestIds } from './request-id.ts'
import type { Route } from './route.ts'

/** The API for the server itself, which comes in by no door. */
export function innerApp({ store, log }: Services, routes: readonly Route[]): Hono {
  const app = mount(routes)
  const requestId = requestIds(store.now)
  app.onError((error, c) => answerError(error, c, log, requestId))
  return app
}
