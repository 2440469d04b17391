import { Hono } from 'hono'
import type { Services } from '../services.ts'
import { countFlowRuns, findFlowRuns } from '../store/flow-run.ts'
import { queryOf } from './body.ts'
import { pageOf } from './paging.ts'

/** `/flow_runs`: reading the runs that schedules made. */
export function flowRunRoutes({ store }: Services): Hono {
  return new Hono({ strict: false })
    .post('/filter', async (c) => {
      const query = await queryOf(c, 'FlowRunsQuery')
      const page = pageOf(query)
      return c.json(await store.read((db) => findFlowRuns(db, query, page)))
    })
    .post('/count', async (c) => {
      const query = await queryOf(c, 'FlowRunsQuery')
      return c.json(await store.read((db) => countFlowRuns(db, query)))
    })
}
