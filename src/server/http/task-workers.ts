import type { Services } from '../services.ts'
import { taskServing } from '../task-runs/task-serving.ts'
import { type Route, ok, post } from './route.ts'

/** `/task_workers`: who serves background tasks. */
export function taskWorkerRoutes({ store }: Services): readonly Route[] {
  return [
    post('/task_workers/filter', {
      summary: 'Find those who serve background tasks',
      body: 'TaskWorkersQuery',
      answers: { 200: { list: 'TaskWorkerResponse' } },
      handle: ({ body }) => ok(taskServing(store).workers.list(body.task_worker_filter?.task_keys ?? [], store.now())),
    }),
  ]
}
