import { Hono } from 'hono'
import { answerError } from './answer-error.ts'
import { authorization } from './authorization.ts'
import { bodyLimit } from './body-limit.ts'
import { cors } from './cors.ts'
import { CsrfTokens, csrfProtection, csrfRoutes } from './csrf.ts'
import { frontPageRoute } from './front-page.ts'
import { type Gauges, metricsRoutes } from './metrics.ts'
import { mount } from './mount.ts'
import { openApiRoute } from './openapi.ts'
import { requestIds } from './request-id.ts'
import { requestLog } from './request-log.ts'
import type { Route } from './route.ts'
import type { Services } from '../services.ts'

export type Doors = {
  readonly authString: string | undefined
  /** Whether writes need a CSRF token. */
  readonly csrf: boolean
  /** What the measurements tell. */
  readonly gauges: Gauges
}

/** The app of a table of routes, behind the doors: each request passes them in the order in which Prefect has them. */
export function newApp(services: Services, routes: readonly Route[], { authString, csrf, gauges }: Doors): Hono {
  const { store, log } = services
  const app = new Hono({ strict: false })
  const requestId = requestIds(store.now)
  const tokens = csrf ? new CsrfTokens(store) : undefined
  app.onError((error, c) => answerError(error, c, log, requestId))
  app.notFound((c) => c.json({ detail: 'Not Found' }, 404))
  app.use(requestLog({ log, tally: gauges.tally, requestId, watch: () => performance.now() }))
  app.use(cors)
  if (tokens !== undefined) app.use(csrfProtection(tokens))
  if (authString !== undefined) app.use(authorization(authString))
  app.use(bodyLimit)
  const metrics = metricsRoutes(services, gauges)
  const api = [...routes, ...csrfRoutes(tokens), ...metrics]
  app.route('/api', mount([...api, openApiRoute(api)]))
  app.route('/', mount([frontPageRoute, ...metrics]))
  return app
}
