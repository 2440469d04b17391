import { objectNotFound } from '../problem.ts'
import { changeFlowRun } from '../runs/change-flow-run.ts'
import { createFlowRun } from '../runs/create-flow-run.ts'
import { removeFlowRuns } from '../runs/remove-flow-runs.ts'
import type { Services } from '../services.ts'
import { labelsOf } from '../store/columns.ts'
import { readFlowRun, readFlowRunRow } from '../store/flow-run.ts'
import { findFlowRunIds } from '../store/flow-run-list.ts'
import { updateFlowRun } from '../store/flow-run-write.ts'
import type { Store } from '../store/store.ts'
import { flowRunNotFound } from './flow-runs.ts'
import { BULK_LIMIT } from './paging.ts'
import { createdByOf } from './provenance.ts'
import { NO_CONTENT, type Route, createdJson, del, ok, okJson, patch, post } from './route.ts'

/** `/flow_runs`: making, changing and deleting runs. */
export function flowRunWriteRoutes(services: Services): readonly Route[] {
  const { store } = services
  return [
    post('/flow_runs/', {
      summary: 'Make a flow run, or find the one of that idempotency key',
      body: 'FlowRunCreate',
      answers: { 200: 'FlowRunResponse', 201: 'FlowRunResponse' },
      async handle({ body, header }) {
        const createdBy = createdByOf(header, body)
        const { run, isNew } = await store.write(async (trx) => {
          const made = await createFlowRun(trx, store, body, createdBy)
          return { run: (await readFlowRun(trx, made.id, store.now())) ?? '', isNew: made.isNew }
        })
        return isNew ? createdJson(run) : okJson(run)
      },
    }),
    patch('/flow_runs/{id:uuid}', {
      summary: 'Change a flow run',
      body: 'FlowRunUpdate',
      answers: { 204: 'nothing' },
      async handle({ params, body }) {
        await store.write((trx) => changeFlowRun(trx, services, params.id, body))
        return NO_CONTENT
      },
    }),
    patch('/flow_runs/{id:uuid}/labels', {
      summary: 'Lay labels over those of a flow run',
      body: 'FlowRunLabels',
      answers: { 204: 'nothing' },
      async handle({ params: { id }, body }) {
        if (!(await mergeLabels(store, id, body))) throw objectNotFound(`Flow run with id ${id} not found`)
        return NO_CONTENT
      },
    }),
    del('/flow_runs/{id:uuid}', {
      summary: 'Delete a flow run and what belongs to it',
      answers: { 204: 'nothing' },
      async handle({ params: { id } }) {
        const deleted = await removeFlowRuns(store, async (trx) =>
          (await readFlowRunRow(trx, id)) === undefined ? [] : [id],
        )
        if (deleted.length === 0) throw flowRunNotFound()
        return NO_CONTENT
      },
    }),
    post('/flow_runs/bulk_delete', {
      summary: 'Delete the flow runs that match',
      body: 'FlowRunBulkDelete',
      bodyOptional: true,
      answers: { 200: 'BulkDeleteResponse' },
      async handle({ body: { flow_runs = null, limit = BULK_LIMIT } }) {
        return ok({ deleted: await removeFlowRuns(store, (trx) => findFlowRunIds(trx, { flow_runs }, limit)) })
      },
    }),
  ]
}

function mergeLabels(
  store: Store,
  id: string,
  labels: Readonly<Record<string, string | number | boolean>>,
): Promise<boolean> {
  return store.write(async (trx) => {
    const run = await readFlowRunRow(trx, id)
    if (run === undefined) return false
    return updateFlowRun(trx, id, { labels: { ...labelsOf(run.labels), ...labels } }, store.now())
  })
}
