import { refused } from '../problem.ts'
import type { Services } from '../services.ts'
import { readDeployment } from '../store/deployment.ts'
import { queuesForDeployment } from '../store/queue-check.ts'
import { type Route, get, ok } from './route.ts'

/** `/deployments/{id}/work_queue_check`: whether anybody would start the runs of a deployment. */
export function deploymentQueueCheckRoutes({ store }: Services): readonly Route[] {
  return [
    get('/deployments/{id:uuid}/work_queue_check', {
      summary: 'Read the work queues that let a deployment through',
      answers: { 200: { list: 'WorkQueue' } },
      async handle({ params }) {
        const queues = await store.read(async (db) => {
          const deployment = await readDeployment(db, params.id)
          return deployment && queuesForDeployment(db, deployment)
        })
        if (queues === undefined) throw refused(404, 'Deployment not found')
        return ok(queues)
      },
    }),
  ]
}
