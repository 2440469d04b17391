import { proposedState } from '../orchestration/proposed-state.ts'
import { resumeFlowRun } from '../orchestration/resume-flow-run.ts'
import { setFlowRunState } from '../orchestration/set-flow-run-state.ts'
import { objectNotFound, refused } from '../problem.ts'
import type { Services } from '../services.ts'
import { findFlowRunIds } from '../store/flow-run-list.ts'
import type { Bodies } from '../bodies/checked-body.ts'
import { clientVersionOf } from './client-version.ts'
import { BULK_LIMIT } from './paging.ts'
import { type Route, ok, post } from './route.ts'
import { transitionAnswer } from './transition-answer.ts'

/** `/flow_runs`: giving runs another state. */
export function flowRunSetStateRoutes(services: Services): readonly Route[] {
  const { store } = services
  return [
    post('/flow_runs/{id:uuid}/set_state', {
      summary: 'Propose a state for a flow run',
      body: 'StateChange',
      answers: { 200: 'OrchestrationResult', 201: 'OrchestrationResult' },
      async handle({ params: { id }, body, header }) {
        const clientVersion = clientVersionOf(header('user-agent'))
        const proposed = proposedState(body.state, store.now())
        const policy = body.force === true ? 'minimal' : 'core'
        const transition = await store.write((trx) =>
          setFlowRunState(trx, store, id, proposed, { policy, clientVersion }),
        )
        if (transition === undefined) throw objectNotFound(notFoundText(id))
        return transitionAnswer(transition)
      },
    }),
    post('/flow_runs/{id:uuid}/resume', {
      summary: 'Let a paused flow run go on',
      body: 'FlowRunResume',
      bodyOptional: true,
      answers: { 200: 'OrchestrationResult', 201: 'OrchestrationResult' },
      async handle({ params: { id }, body, header }) {
        const clientVersion = clientVersionOf(header('user-agent'))
        const input = body.run_input ?? {}
        const transition = await store.write((trx) => resumeFlowRun(trx, store, id, { input, clientVersion }))
        if (transition === undefined) throw refused(404, 'Flow run not found')
        return transitionAnswer(transition)
      },
    }),
    post('/flow_runs/bulk_set_state', {
      summary: 'Propose a state for every flow run that matches',
      body: 'FlowRunsStateChange',
      answers: { 200: 'FlowRunBulkSetStateResponse' },
      handle: async ({ body, header }) => ok({ results: await setStates(services, body, header('user-agent')) }),
    }),
  ]
}

function notFoundText(id: string): string {
  return `Flow run with id ${id} not found`
}

/** Each run in a transaction of its own, so that others go on between them. */
async function setStates({ store }: Services, body: Bodies['FlowRunsStateChange'], userAgent: string | undefined) {
  const { flow_runs = null, limit = BULK_LIMIT } = body
  const ids = await store.read((db) => findFlowRunIds(db, { flow_runs }, limit))
  const options = {
    policy: body.force === true ? 'minimal' : 'core',
    clientVersion: clientVersionOf(userAgent),
  } as const
  const results = []
  for (const id of ids) {
    const proposed = proposedState(body.state, store.now())
    const transition = await store.write((trx) => setFlowRunState(trx, store, id, proposed, options))
    results.push({ flow_run_id: id, ...(transition?.result ?? gone(id)) })
  }
  return results
}

function gone(id: string) {
  return { status: 'ABORT', state: null, details: { type: 'abort_details', reason: notFoundText(id) } }
}
