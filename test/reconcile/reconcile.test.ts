import { expect, it } from 'vitest'
import type { DeploymentWriter } from '../../src/apply/writer.ts'
import type { LiveDeployment } from '../../src/model/deployment.ts'
import { planFor } from '../../src/plan/plan.ts'
import { carryOutPlan } from '../../src/reconcile/reconcile.ts'
import { managed } from '../support/deployments.ts'

it('names the pause that did not settle, as when somebody resumes what it lays to rest', async () => {
  const there = managed({ tags: ['registrar:team/on-remove-pause'] })
  expect(await paused(there, there)).toMatchObject([{ result: 'updated', unsettled: ['paused'] }])
  expect(await paused(there, { ...there, paused: true })).toMatchObject([{ result: 'updated', unsettled: [] }])
})

/** Pauses what no spec wants any more, on a server that has `stored` afterwards. */
async function paused(there: LiveDeployment, stored: LiveDeployment) {
  const plan = planFor({
    desired: [],
    complete: true,
    live: [there],
    workPools: [],
    scope: 'team',
    target: { name: 'default', url: 'http://127.0.0.1/api' },
    prune: true,
    pruneAdopted: false,
    selected: () => true,
  })
  return carryOutPlan(plan, {
    writer: storing(stored),
    parallel: 1,
    signal: new AbortController().signal,
    clock: () => 0,
  })
}

/** A server that takes every write and has `stored`, whatever was sent. */
function storing(stored: LiveDeployment): DeploymentWriter {
  const taken = async () => undefined
  return {
    ensureFlow: async () => stored.flowId,
    createDeployment: async () => ({ deployment: stored, created: true }),
    patchDeployment: taken,
    createSchedules: taken,
    patchSchedule: taken,
    deleteSchedule: taken,
    deleteDeployment: taken,
    scheduleRuns: taken,
    deploymentById: async () => stored,
  }
}
