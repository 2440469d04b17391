import { describe, expect, test } from 'vitest'
import {
  type Body,
  NOWHERE,
  type TheApi,
  fresh,
  isNewer,
  items,
  newDeployment,
  newFlow,
  newLimit,
  newPool,
  places,
  text,
} from './api.ts'
import { newFlowRun, readFlowRun } from './flow-run-create.ts'

const NOT_FOUND = { status: 404, body: { detail: 'Flow run not found' } }

export function flowRunChangeContract(api: TheApi): void {
  const path = ({ id }: Body) => `/flow_runs/${text(id)}`
  const change = (run: Body, fields: object) => api().patch(path(run), fields)
  const scheduled = { state: { type: 'SCHEDULED' } }

  describe('changing a run', () => {
    test('sets what is sent and leaves the rest', async () => {
      const run = await newFlowRun(api(), { tags: ['a'], parameters: { x: 1 } })
      const fields = { name: 'new', flow_version: '2', parameters: { q: 1 }, tags: ['z', 'z'], infrastructure_pid: 'p' }
      expect(await change(run, fields)).toEqual({ status: 204, body: null })
      const now = await readFlowRun(api(), run)
      expect(now).toMatchObject({ ...fields, state: run.state, labels: run.labels })
      expect(isNewer(now, run)).toBe(true)
      await change(run, { tags: [], infrastructure_pid: null, empirical_policy: { retries: 4 } })
      const later = await readFlowRun(api(), run)
      expect(later).toMatchObject({ name: 'new', tags: [], infrastructure_pid: null, parameters: { q: 1 } })
      expect(later.empirical_policy).toMatchObject({ retries: 4, pause_keys: [], max_retries: 0 })
    })

    test('to nothing moves `updated`', async () => {
      const run = await newFlowRun(api())
      expect((await change(run, {})).status).toBe(204)
      expect(isNewer(await readFlowRun(api(), run), run)).toBe(true)
    })

    test.each([null, ''])('to the name %j makes a new one', async (name) => {
      const run = await newFlowRun(api(), { name: 'Old' })
      await change(run, { name })
      expect((await readFlowRun(api(), run)).name).toMatch(/^[a-z]+-[a-z]+$/)
    })

    test.for<[object, string]>([
      [{ nope: 1 }, 'body.nope'],
      [{ parameters: null }, 'body.parameters'],
      [{ tags: null }, 'body.tags'],
    ])('to %j is refused', async ([sent, where]) => {
      const refused = await change(await newFlowRun(api()), sent)
      expect(refused.status).toBe(422)
      expect(places(refused)).toEqual([where])
    })

    test('that there is not is not found', async () => {
      expect(await api().patch(`/flow_runs/${NOWHERE}`, {})).toEqual(NOT_FOUND)
      expect(await api().patch(`/flow_runs/${NOWHERE}`, { job_variables: {} })).toEqual(NOT_FOUND)
      expect(await api().delete(`/flow_runs/${NOWHERE}`)).toEqual(NOT_FOUND)
    })

    test('changes job variables only before it begins, and by the template of the pool', async () => {
      const detail = async (run: Body, job_variables: object) => {
        const { status, body } = await change(run, { job_variables })
        return [status, body?.detail ?? null]
      }
      expect(await detail(await newFlowRun(api()), {})).toEqual([
        400,
        'Job variables for a flow run in state PENDING cannot be updated',
      ])
      expect(await detail(await newFlowRun(api(), scheduled), {})).toEqual([
        400,
        'A deployment for the flow run could not be found',
      ])
      const pool = await newPool(api(), {
        base_job_template: {
          job_configuration: { cpu: '{{ cpu }}' },
          variables: { type: 'object', required: ['cpu'], properties: { cpu: { type: 'integer' } } },
        },
      })
      const made = await newDeployment(api(), { work_pool_name: pool.name, job_variables: { cpu: 1 } })
      const run = (await api().post(`/deployments/${text(made.id)}/create_flow_run`)).body
      expect(await detail(run, { cpu: 's' })).toEqual([
        422,
        "Error updating flow run: Validation failed for field 'cpu'. Failure reason: 's' is not of type 'integer'",
      ])
      expect(await detail(run, { more: 1 })).toEqual([204, null])
      expect((await readFlowRun(api(), run)).job_variables).toEqual({ more: 1 })
      expect((await change(run, { job_variables: null })).status).toBe(204)
      expect((await readFlowRun(api(), run)).job_variables).toBeNull()
    })
  })

  test('labels are laid over those that are there', async () => {
    const run = await newFlowRun(api(), { labels: { a: 1, b: 1 } })
    const { status } = await api().patch(`${path(run)}/labels`, { b: 2.5, c: true, d: 'x' })
    expect(status).toBe(204)
    const labels = { a: 1, b: 2.5, c: true, d: 'x', 'prefect.flow.id': run.flow_id }
    expect((await readFlowRun(api(), run)).labels).toEqual(labels)
    expect(places(await api().patch(`${path(run)}/labels`, [1]))).toEqual(['body'])
    expect(await api().patch(`/flow_runs/${NOWHERE}/labels`, { a: 1 })).toEqual({
      status: 404,
      body: { exception_message: `Flow run with id ${NOWHERE} not found` },
    })
  })

  describe('deleting a run', () => {
    test('deletes its states, inputs and task runs', async () => {
      const run = await newFlowRun(api())
      await api().post(`${path(run)}/input`, { key: 'k', value: '"v"' })
      const task = await api().post('/task_runs/', { flow_run_id: run.id, task_key: 't', dynamic_key: '0' })
      expect(await api().delete(path(run))).toEqual({ status: 204, body: null })
      expect(await api().get(path(run))).toEqual(NOT_FOUND)
      expect((await api().get(`/flow_run_states/${text(run.state_id)}`)).status).toBe(404)
      expect((await api().get(`/flow_run_states/?flow_run_id=${text(run.id)}`)).body).toEqual([])
      expect((await api().get(`/task_runs/${text(task.body.id)}`)).status).toBe(404)
      expect(await api().delete(path(run))).toEqual(NOT_FOUND)
    })

    test('gives back the slot that it holds of its deployment', async () => {
      const limit = await newLimit(api(), 2)
      const made = await newDeployment(api(), { global_concurrency_limit_id: limit.id })
      const active = async () => (await api().get(`/v2/concurrency_limits/${text(limit.id)}`)).body.active_slots
      const runs = [await begun(made), await begun(made)]
      expect(await active()).toBe(2)
      for (const run of runs.slice(0, 1)) await api().delete(path(run))
      expect(await active()).toBe(1)
      const deleted = await api().post('/flow_runs/bulk_delete', { flow_runs: { deployment_id: { any_: [made.id] } } })
      expect(deleted.body).toEqual({ deleted: [runs[1]?.id] })
      expect(await active()).toBe(0)
    })

    async function begun(made: Body): Promise<Body> {
      const { body: run } = await api().post(`/deployments/${text(made.id)}/create_flow_run`)
      const set = await api().post(`${path(run)}/set_state`, { state: { type: 'PENDING' } })
      expect(set.body.status).toBe('ACCEPT')
      return run
    }
  })

  describe('deleting many at once', () => {
    test('deletes flow runs that match, so many at most', async () => {
      const { id } = await newFlow(api())
      const runs = await Promise.all(['a', 'b', 'c'].map(() => newFlowRun(api(), { flow_id: id, tags: [text(id)] })))
      const flow_runs = { tags: { all_: [id] } }
      const first = await api().post('/flow_runs/bulk_delete', { flow_runs, limit: 2 })
      expect(first.body.deleted).toHaveLength(2)
      const second = await api().post('/flow_runs/bulk_delete', { flow_runs })
      const all = [...items(first.body.deleted), ...items(second.body.deleted)].map(text)
      expect(all.toSorted()).toEqual(runs.map((run) => text(run.id)).toSorted())
      expect(await api().post('/flow_runs/bulk_delete', { flow_runs })).toEqual({ status: 200, body: { deleted: [] } })
    })

    test.for(['/flow_runs/bulk_delete', '/flows/bulk_delete', '/deployments/bulk_delete'])(
      '%s takes from 1 to 50',
      async (where) => {
        expect(places(await api().post(where, { limit: 0 }))).toEqual(['body.limit'])
        expect(places(await api().post(where, { limit: 51 }))).toEqual(['body.limit'])
      },
    )

    test('deletes flows with their deployments', async () => {
      const made = await newDeployment(api())
      const run = await newFlowRun(api(), { flow_id: made.flow_id })
      const deleted = await api().post('/flows/bulk_delete', { flows: { id: { any_: [made.flow_id] } } })
      expect(deleted).toEqual({ status: 200, body: { deleted: [made.flow_id] } })
      expect((await api().get(`/deployments/${text(made.id)}`)).status).toBe(404)
      expect(await api().get(path(run))).toEqual(NOT_FOUND)
    })

    test('deletes deployments with their scheduled runs', async () => {
      const word = fresh('word')
      const made = [
        await newDeployment(api(), { name: `${word}-b` }),
        await newDeployment(api(), { name: `${word}-a` }),
      ]
      const runOf = async ({ id }: Body) => (await api().post(`/deployments/${text(id)}/create_flow_run`)).body
      const [first, second] = [await runOf(made[0] ?? {}), await runOf(made[1] ?? {})]
      await api().post(`${path(second)}/set_state`, { state: { type: 'RUNNING' }, force: true })
      const deployments = { name: { like_: word } }
      const deleted = await api().post('/deployments/bulk_delete', { deployments })
      expect(items(deleted.body.deleted).map(text).toSorted()).toEqual(made.map(({ id }) => text(id)).toSorted())
      expect(await api().get(path(first))).toEqual(NOT_FOUND)
      expect((await api().get(path(second))).status).toBe(200)
    })

    test('deletes so many deployments as were asked for, the first by name', async () => {
      const word = fresh('word')
      const names = [`${word}-b`, `${word}-a`, `${word}-c`]
      for (const name of names) await newDeployment(api(), { name })
      const deployments = { name: { like_: word } }
      const { body } = await api().post('/deployments/bulk_delete', { deployments, limit: 2 })
      expect(items(body.deleted)).toHaveLength(2)
      const left = (await api().post('/deployments/filter', { deployments })).body
      expect(items(left).map(({ name }) => name)).toEqual([`${word}-c`])
    })
  })
}
