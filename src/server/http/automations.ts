import { Hono } from 'hono'

/** `/automations`: none can be made here, so nothing is related to a deployment and nothing is left to delete. */
export function automationRoutes(): Hono {
  return new Hono({ strict: false })
    .get('/related-to/:resource', (c) => c.json([]))
    .delete('/owned-by/:resource', (c) => c.json(null, 202))
}
