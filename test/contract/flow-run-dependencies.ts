import { expect, test } from 'vitest'
import { NOWHERE, type TheApi, items, newFlow, text } from './api.ts'

export function flowRunDependencyContract(api: TheApi): void {
  // with inputs the real server fails, so what they become is tested beside this
  test('each task run of a flow run is told', async () => {
    const flow = await newFlow(api())
    const run = (await api().post('/flow_runs/', { flow_id: flow.id })).body
    const task = async (name: string, state: object) =>
      (await api().post('/task_runs/', { flow_run_id: run.id, task_key: name, dynamic_key: '0', name, state })).body
    const first = await task('first', { type: 'PENDING' })
    await task('second', { type: 'RUNNING', state_details: { untrackable_result: true } })
    const { body } = await api().get(`/flow_runs/${text(run.id)}/graph`)
    const found = new Map(items(body).map((one) => [text(one.name), one]))
    expect(found.size).toBe(2)
    expect(found.get('first')).toEqual({
      id: first.id,
      name: 'first',
      upstream_dependencies: [],
      state: first.state,
      expected_start_time: first.expected_start_time,
      start_time: null,
      end_time: null,
      total_run_time: 0,
      estimated_run_time: 0,
      untrackable_result: false,
    })
    expect(found.get('second')).toMatchObject({ state: { type: 'RUNNING' }, untrackable_result: true })
  })

  test('an unknown flow run is a 404', async () => {
    expect(await api().get(`/flow_runs/${NOWHERE}/graph`)).toEqual({
      status: 404,
      body: { exception_message: `Flow run with id ${NOWHERE} not found` },
    })
  })
}
