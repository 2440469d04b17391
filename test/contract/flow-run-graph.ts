import { expect, test } from 'vitest'
import { type Body, NOWHERE, type TheApi, each, items, places, text } from './api.ts'
import { newFlowRun, readFlowRun } from './flow-run-create.ts'

export function flowRunGraphContract(api: TheApi): void {
  const graph = (run: Body, query = '') => api().get(`/flow_runs/${text(run.id)}/graph-v2${query}`)
  const ids = (edges: Body | undefined) =>
    items(edges)
      .map(({ id }) => text(id))
      .toSorted()

  test('a graph shows task runs and subflows, what they waited for, and what encloses them', async () => {
    const run = await newFlowRun(api(), { state: { type: 'RUNNING' } })
    const task = async (name: string, task_inputs: object, state = 'COMPLETED') =>
      (
        await api().post('/task_runs/', {
          flow_run_id: run.id,
          task_key: name,
          dynamic_key: '0',
          name,
          task_inputs,
          state: { type: state },
        })
      ).body
    const from = ({ id }: Body, input_type = 'task_run') => ({ input_type, id })
    const first = await task('first', {})
    const second = await task('second', { x: [from(first)], y: [{ input_type: 'parameter', name: 'p' }] })
    const standing = await task('standing', { x: [from(first)], __parents__: [from(second)] }, 'RUNNING')
    const sub = await newFlowRun(api(), { parent_task_run_id: standing.id, name: 'sub', state: { type: 'RUNNING' } })
    const last = await task('last', { x: [from(first), from(second)], y: [from(sub, 'flow_run')] }, 'PENDING')

    const { status, body } = await graph(run)
    expect(status).toBe(200)
    const now = await readFlowRun(api(), run)
    expect(body).toMatchObject({ start_time: now.start_time, end_time: null, artifacts: [] })
    expect(body.root_node_ids).toEqual([first.id])
    expect(items(body.states)).toEqual([
      { id: run.state_id, timestamp: run.state?.timestamp, type: 'RUNNING', name: 'Running' },
    ])
    const nodes = new Map(items(body.nodes).map((pair) => [text(items(pair)[0]), items(pair)[1]] as const))
    expect([...nodes.values()].map((node) => node?.label)).toEqual([
      'first',
      'second',
      expect.stringMatching(/^flow-.* \/ sub$/),
      'last',
    ])
    expect(nodes.get(text(first.id))).toMatchObject({
      kind: 'task-run',
      id: first.id,
      state_type: 'COMPLETED',
      start_time: expect.any(String),
      end_time: expect.any(String),
      parents: [],
      encapsulating: [],
      artifacts: [],
    })
    expect(nodes.get(text(sub.id))).toMatchObject({ kind: 'flow-run', state_type: 'RUNNING', end_time: null })
    const edges = (one: Body) => {
      const node = nodes.get(text(one.id))
      return [ids(node?.parents), ids(node?.children), ids(node?.encapsulating)].map((list) => [...new Set(list)])
    }
    const sorted = (...list: readonly Body[]) => list.map(({ id }) => text(id)).toSorted()
    expect(edges(first)).toEqual([[], sorted(second, sub, last), []])
    expect(edges(second)).toEqual([sorted(first), sorted(last), []])
    expect(edges(sub)).toEqual([sorted(first), sorted(last), sorted(second)])
    expect(edges(last)).toEqual([sorted(first, second, sub), [], []])

    const later = await graph(run, '?since=2999-01-01T00:00:00Z')
    expect(each(items(later.body.nodes).map((node) => ({ id: items(node)[0] })) as unknown as Body, 'id')).toEqual([
      sub.id,
      last.id,
    ])
  })

  test('a graph shows the artifacts of a run', async () => {
    const run = await newFlowRun(api())
    const make = async (fields: object) => (await api().post('/artifacts/', { flow_run_id: run.id, ...fields })).body
    const bar = await make({ key: 'bar', type: 'progress', data: 0.5 })
    const old = await make({ key: 'note', type: 'markdown', data: 'a' })
    const note = await make({ key: 'note', type: 'markdown', data: 'b' })
    await make({ type: 'result', data: {} })
    const { body } = await graph(run)
    const shown = ({ id, created, key, type }: Body, is_latest: boolean, data: unknown = null) => ({
      id,
      created,
      key,
      type,
      is_latest,
      data,
    })
    expect(body.artifacts).toEqual([shown(bar, true, 0.5), shown(old, false), shown(note, true)])
  })

  test('a graph is of a run that there is', async () => {
    expect(await api().get(`/flow_runs/${NOWHERE}/graph-v2`)).toEqual({
      status: 404,
      body: { exception_message: `Flow run ${NOWHERE} not found` },
    })
    const refused = await graph(await newFlowRun(api()), '?since=soon')
    expect([refused.status, places(refused)]).toEqual([422, ['query.since']])
  })
}
