import { describe, expect, test } from 'vitest'
import { type Body, NOWHERE, type TheApi, each, eventually, items, places, text } from './api.ts'
import { newFlowRun } from './flow-run-create.ts'

export function flowRunInputContract(api: TheApi): void {
  const path = ({ id }: Body) => `/flow_runs/${text(id)}/input`

  describe('inputs', () => {
    test('a value is sent under a key, read and deleted', async () => {
      const run = await newFlowRun(api())
      const sent = await api().post(path(run), { key: 'k-1', value: '{"a":1}', sender: 'prefect.flow-run.x' })
      expect(sent).toEqual({ status: 201, body: null })
      expect(await api().get(`${path(run)}/k-1`)).toEqual({ status: 200, body: { a: 1 } })
      expect(await api().delete(`${path(run)}/k-1`)).toEqual({ status: 204, body: null })
      const gone = { status: 404, body: { detail: 'Flow run input not found' } }
      expect(await api().get(`${path(run)}/k-1`)).toEqual(gone)
      expect(await api().delete(`${path(run)}/k-1`)).toEqual(gone)
    })

    test('a key is taken once, and only of a run that there is', async () => {
      const run = await newFlowRun(api())
      const input = { key: 'k', value: '1' }
      await api().post(path(run), input)
      expect(await api().post(path(run), input)).toEqual({
        status: 409,
        body: { detail: 'A flow run input with this key already exists.' },
      })
      expect(await api().post(`/flow_runs/${NOWHERE}/input`, input)).toEqual({
        status: 404,
        body: { detail: 'Flow run not found' },
      })
      expect(places(await api().post(path(run), { key: 'x' }))).toEqual(['body.value'])
    })

    test('values are found by how their keys begin, the oldest first', async () => {
      const run = await newFlowRun(api())
      for (const key of ['b-1', 'a-1', 'b-2', 'b-3']) await api().post(path(run), { key, value: `"${key}"` })
      const find = async (query: object) => (await api().post(`${path(run)}/filter`, query)).body
      expect(each(await find({ prefix: 'b-' }), 'key')).toEqual(['b-1'])
      expect(each(await find({ prefix: 'b-', limit: 10 }), 'key')).toEqual(['b-1', 'b-2', 'b-3'])
      expect(each(await find({ prefix: 'b-', limit: 10, exclude_keys: ['b-2'] }), 'key')).toEqual(['b-1', 'b-3'])
      expect(await find({ prefix: 'c' })).toEqual([])
      expect(items(await find({ prefix: 'a' }))[0]).toEqual({
        id: expect.any(String),
        created: expect.any(String),
        updated: expect.any(String),
        flow_run_id: run.id,
        key: 'a-1',
        value: '"a-1"',
        sender: null,
      })
      expect(places(await api().post(`${path(run)}/filter`, {}))).toEqual(['body.prefix'])
    })
  })

  describe('states that a run has had', () => {
    test('are read in order, and each by its id', async () => {
      const run = await newFlowRun(api(), { state: { type: 'SCHEDULED', message: 'first' } })
      const set = (state: object) => api().post(`/flow_runs/${text(run.id)}/set_state`, { state, force: true })
      await set({ type: 'RUNNING' })
      await set({ type: 'COMPLETED', name: 'Done', message: 'ä "quoted"' })
      const { body } = await api().get(`/flow_run_states/?flow_run_id=${text(run.id)}`)
      expect(each(body, 'name')).toEqual(['Scheduled', 'Running', 'Done'])
      expect(each(body, 'message')).toEqual(['first', null, 'ä "quoted"'])
      const [first, , last] = items(body)
      expect(first).toEqual(run.state)
      expect((await api().get(`/flow_run_states/${text(last?.id)}`)).body).toEqual(last)
    })

    test('are asked for with an id', async () => {
      expect(await api().get(`/flow_run_states/${NOWHERE}`)).toEqual({
        status: 404,
        body: { detail: 'Flow run state not found' },
      })
      expect((await api().get(`/flow_run_states/?flow_run_id=${NOWHERE}`)).body).toEqual([])
      const missing = await api().get('/flow_run_states/')
      expect([missing.status, places(missing)]).toEqual([422, ['query.flow_run_id']])
      expect(places(await api().get('/flow_run_states/?flow_run_id=x'))).toEqual(['query.flow_run_id'])
    })
  })

  test('logs are downloaded as CSV', async () => {
    const run = await newFlowRun(api(), { name: "it's (mine)" })
    const task = NOWHERE
    const at = (seconds: number) => new Date(Date.parse('2026-01-01T00:00:00Z') + seconds * 1000).toISOString()
    const line = (message: string, seconds: number, more: object = {}) => ({
      name: 'n',
      level: 20,
      message,
      timestamp: at(seconds),
      flow_run_id: run.id,
      ...more,
    })
    await api().post('/logs/', [line('second, "quoted"\nline', 2.5), line('first', 1, { task_run_id: task })])
    const found = await eventually(
      async () => text((await api().get(`/flow_runs/${text(run.id)}/logs/download`)).body),
      (csv) => csv.includes('quoted'),
    )
    expect(found).toBe(
      [
        'timestamp,level,flow_run_id,task_run_id,message',
        `2026-01-01 00:00:01+00:00,20,${text(run.id)},${task},first`,
        `2026-01-01 00:00:02.500000+00:00,20,${text(run.id)},,"second, ""quoted""\nline"`,
        '',
      ].join('\r\n'),
    )
    expect((await api().get(`/flow_runs/${NOWHERE}/logs/download`)).body).toEqual({ detail: 'Flow run not found' })
  })
}
