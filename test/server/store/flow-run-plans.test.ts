import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import type { FlowRunsQuery } from '../../../src/server/model/requests.ts'
import { countFlowRuns } from '../../../src/server/store/flow-run.ts'
import { findFlowRuns } from '../../../src/server/store/flow-run-list.ts'
import { ensureFlow } from '../../../src/server/store/flow.ts'
import { planning } from '../../support/query-plans.ts'

const FLOW = { id: randomUUID(), name: 'etl', tags: [], labels: {}, at: 1 }

const { db, planOf: stepsOf } = planning()
beforeAll(async () => void (await db.transaction().execute((trx) => ensureFlow(trx, FLOW))))

async function planOf(asking: Promise<unknown>): Promise<string> {
  return (await stepsOf(asking)).join('\n')
}

const list = (query: FlowRunsQuery) =>
  planOf(findFlowRuns(db, query, { page: { limit: 3, offset: 0 }, sort: query.sort ?? 'ID_DESC', now: 1 }))
const count = (query: FlowRunsQuery) => planOf(countFlowRuns(db, query))

const ID = randomUUID()
const AFTER = { after_: '2026-01-01T00:00:00Z' }

test.for<[FlowRunsQuery, string]>([
  [{}, 'SCAN flow_run USING COVERING INDEX sqlite_autoindex_flow_run_1'],
  [{ sort: 'START_TIME_DESC' }, 'SCAN flow_run USING COVERING INDEX flow_run_begin'],
  [{ sort: 'EXPECTED_START_TIME_ASC' }, 'SCAN flow_run USING COVERING INDEX flow_run_expected_start'],
  [{ sort: 'END_TIME_DESC' }, 'SCAN flow_run USING COVERING INDEX flow_run_end'],
  [{ sort: 'NAME_ASC' }, 'SCAN flow_run USING COVERING INDEX flow_run_name'],
  [{ flow_runs: { id: { any_: [ID] } } }, 'COVERING INDEX sqlite_autoindex_flow_run_1 (id=?)'],
  [{ flow_runs: { id: { any_: [ID, FLOW.id] } } }, 'COVERING INDEX sqlite_autoindex_flow_run_1 (id=?)'],
  [{ flow_runs: { name: { any_: ['a'] } } }, 'COVERING INDEX flow_run_name (name=?)'],
  [{ flow_runs: { name: { like_: 'a' } } }, 'SCAN flow_run USING COVERING INDEX flow_run_name'],
  [{ flow_runs: { idempotency_key: { any_: ['a'] } } }, 'INDEX sqlite_autoindex_flow_run_2 (idempotency_key=?)'],
  [{ flow_runs: { parent_task_run_id: { any_: [ID] } } }, 'INDEX flow_run_parent (parent_task_run_id=?)'],
  [{ flow_runs: { parent_flow_run_id: { any_: [ID] } } }, 'INDEX flow_run_parent (parent_task_run_id=?)'],
  [
    { flow_runs: { state: { type: { any_: ['RUNNING'] } } }, sort: 'EXPECTED_START_TIME_ASC' },
    'COVERING INDEX flow_run_state_type (state_type=?)',
  ],
  [
    { flow_runs: { state: { type: { any_: ['PENDING', 'RUNNING'] } } }, sort: 'START_TIME_DESC' },
    'COVERING INDEX flow_run_state_begin (state_type=?)',
  ],
  [
    { flow_runs: { state: { type: { any_: ['COMPLETED'] } } }, sort: 'START_TIME_DESC' },
    'COVERING INDEX flow_run_state_begin (state_type=?)',
  ],
  [
    {
      flow_runs: { state: { type: { any_: ['SCHEDULED'] } }, next_scheduled_start_time: AFTER },
      sort: 'NEXT_SCHEDULED_START_TIME_ASC',
    },
    'COVERING INDEX flow_run_state_next (state_type=? AND next_scheduled_start_time>?)',
  ],
  [
    { flow_runs: { deployment_id: { any_: [ID] } }, sort: 'EXPECTED_START_TIME_DESC' },
    'COVERING INDEX flow_run_deployment_expected (deployment_id=?)',
  ],
  [
    {
      flow_runs: { deployment_id: { any_: [ID] }, state: { type: { any_: ['SCHEDULED'] } } },
      sort: 'NEXT_SCHEDULED_START_TIME_ASC',
    },
    'COVERING INDEX flow_run_deployment (deployment_id=? AND state_type=?)',
  ],
  [
    {
      flow_runs: { deployment_id: { any_: [ID] }, state: { type: { any_: ['SCHEDULED', 'PENDING'] } } },
      sort: 'EXPECTED_START_TIME_ASC',
    },
    'INDEX flow_run_deployment (deployment_id=? AND state_type=?)',
  ],
  [
    {
      flows: { name: { any_: [FLOW.name] } },
      flow_runs: { state: { type: { any_: ['RUNNING'] } } },
      sort: 'START_TIME_DESC',
    },
    'INDEX flow_run_flow_state (flow_id=? AND state_type=?)',
  ],
  [
    {
      flow_runs: { deployment_id: { any_: [ID] }, state: { type: { any_: ['COMPLETED'] } } },
      sort: 'START_TIME_DESC',
    },
    'INDEX flow_run_deployment_begin (deployment_id=?)',
  ],
  [
    { flows: { name: { any_: [FLOW.name] } }, sort: 'START_TIME_DESC' },
    'COVERING INDEX flow_run_flow_begin (flow_id=?)',
  ],
  [{ flow_runs: { start_time: AFTER }, sort: 'START_TIME_DESC' }, 'COVERING INDEX flow_run_begin (<expr>>?)'],
])('runs are found for %j by %s', async ([query, plan]) => {
  const found = await list(query)
  expect(found).toContain(plan)
  // whole runs are read for the page alone
  expect(found).toMatch(/^SEARCH flow_run USING INTEGER PRIMARY KEY \(rowid=\?\)/)
})

test.for<[FlowRunsQuery, string]>([
  [{}, 'SCAN flow_run USING COVERING INDEX'],
  [{ flow_runs: { state: { type: { any_: ['FAILED'] } } } }, 'COVERING INDEX flow_run_state_'],
  [{ flow_runs: { state: { name: { any_: ['Late'] } } } }, 'COVERING INDEX flow_run_state_name (state_name=?)'],
  [{ deployments: { id: { any_: [ID] } } }, 'COVERING INDEX flow_run_deployment'],
  [
    { deployments: { id: { any_: [ID] } }, flow_runs: { state: { type: { any_: ['FAILED'] } } } },
    'COVERING INDEX flow_run_deployment (deployment_id=? AND state_type=?)',
  ],
  [
    { flows: { id: { any_: [ID] } }, flow_runs: { state: { type: { any_: ['FAILED'] } } } },
    'COVERING INDEX flow_run_flow_state (flow_id=? AND state_type=?)',
  ],
  [{ work_pools: { name: { any_: ['p'] } } }, 'COVERING INDEX flow_run_queue (work_queue_id=?)'],
  [{ flow_runs: { expected_start_time: AFTER } }, 'COVERING INDEX flow_run_expected_start (expected_start_time>?)'],
])('runs are counted for %j by %s', async ([query, plan]) => {
  expect(await count(query)).toContain(plan)
})
