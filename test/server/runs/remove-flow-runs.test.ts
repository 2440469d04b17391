import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { beginFlowRun } from '../../../src/server/runs/begin-flow-run.ts'
import { removeFlowRuns } from '../../../src/server/runs/remove-flow-runs.ts'
import { proposal } from '../../../src/server/model/state.ts'
import { flowRunPolicyOf } from '../../../src/server/store/flow-run-view.ts'
import { ensureFlow } from '../../../src/server/store/flow.ts'
import { insertLogs } from '../../../src/server/store/log.ts'
import { type Store, openStore } from '../../../src/server/store/store.ts'

const FLOW = { id: randomUUID(), name: 'etl', tags: [], labels: {}, at: 1 }

async function begun(store: Store): Promise<string> {
  const id = randomUUID()
  await store.write(async (trx) => {
    await ensureFlow(trx, FLOW)
    const nothing = {
      flowVersion: null,
      deploymentId: null,
      deploymentVersion: null,
      workQueueId: null,
      workQueueName: null,
      idempotencyKey: null,
      parentTaskRunId: null,
      infrastructureDocumentId: null,
      jobVariables: null,
      createdBy: null,
    }
    const texts = { name: 'run', parameters: {}, context: {}, tags: [], labels: {} }
    const run = { ...nothing, ...texts, id, at: 1, flowId: FLOW.id, policy: flowRunPolicyOf('{}') }
    await beginFlowRun(trx, store, run, proposal('PENDING'))
  })
  return id
}

test('a run goes with however many lines it has logged, and no others', async () => {
  const store = await openStore({ data: ':memory:', clock: () => 1_000, uuid: randomUUID })
  const [gone, kept] = [await begun(store), await begun(store)]
  const line = { name: 'n', level: 20, message: 'm', timestamp: '2026-03-01T00:00:00Z' }
  const lines = Array.from({ length: 12_001 }, (_, at) => ({ ...line, flow_run_id: at === 0 ? kept : gone }))
  await store.write((trx) => insertLogs(trx, lines, { at: 1, uuid: randomUUID }))

  expect(await removeFlowRuns(store, async () => [gone])).toEqual([gone])
  const left = await store.read(async (db) => ({
    runs: await db.selectFrom('flow_run').select('id').execute(),
    states: await db.selectFrom('flow_run_state').select('flow_run_id as id').execute(),
    lines: await db.selectFrom('log').select('flow_run_id as id').execute(),
  }))
  expect(left).toEqual({ runs: [{ id: kept }], states: [{ id: kept }], lines: [{ id: kept }] })
  await store.close()
})
