import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { type TheApi, each, items, places } from './api.ts'

export function logContract(api: TheApi): void {
  const line = (fields: object = {}) => ({
    name: 'prefect.flow_runs',
    level: 20,
    message: 'hello',
    timestamp: '2026-01-01T00:00:00.000Z',
    ...fields,
  })
  const kept = async (lines: readonly object[]) => {
    expect(await api().post('/logs/', lines)).toEqual({ status: 201, body: null })
  }
  const found = async (logs: object, rest: object = {}) =>
    each((await api().post('/logs/filter', { logs, ...rest })).body, 'message')

  test('lines are kept as they are, without NUL characters', async () => {
    const run = randomUUID()
    await kept([line({ message: 'a\u0000b\u{1F600}', name: 'x\u0000y', level: -5, flow_run_id: run.toUpperCase() })])
    const { body } = await api().post('/logs/filter', { logs: { flow_run_id: { any_: [run] } } })
    expect(body).toMatchObject([
      {
        name: 'xy',
        level: -5,
        message: 'ab\u{1F600}',
        timestamp: expect.stringMatching(/^2026-01-01T00:00:00(\.0+)?Z$/),
        flow_run_id: run,
        task_run_id: null,
        id: expect.any(String),
        created: expect.any(String),
        updated: expect.any(String),
      },
    ])
  })

  test('a hundred lines in one body are all kept, and no lines are fine', async () => {
    const run = randomUUID()
    await kept(Array.from({ length: 100 }, (_, at) => line({ message: String(at), flow_run_id: run })))
    expect(await found({ flow_run_id: { any_: [run] } })).toHaveLength(100)
    await kept([])
  })

  test('one wrong line is told by its place, and nothing is kept', async () => {
    const run = randomUUID()
    const refused = await api().post('/logs/', [line({ flow_run_id: run }), { name: 1, nope: 1 }])
    expect(refused.status).toBe(422)
    expect(places(refused)).toEqual(
      expect.arrayContaining(['body.1.name', 'body.1.level', 'body.1.message', 'body.1.timestamp', 'body.1.nope']),
    )
    expect(await found({ flow_run_id: { any_: [run] } })).toEqual([])
    expect((await api().post('/logs/', {})).status).toBe(422)
  })

  test('lines are found by run, level and time, in both orders, by pages', async () => {
    const [run, task] = [randomUUID(), randomUUID()]
    await kept([
      line({ message: 'one', level: 10, flow_run_id: run, timestamp: '2026-01-01T00:00:01Z' }),
      line({ message: 'three', level: 30, flow_run_id: run, timestamp: '2026-01-01T00:00:03Z' }),
      line({ message: 'two', level: 20, flow_run_id: run, task_run_id: task, timestamp: '2026-01-01T00:00:02Z' }),
    ])
    const ofRun = { flow_run_id: { any_: [run] } }
    expect(await found(ofRun)).toEqual(['one', 'two', 'three'])
    expect(await found(ofRun, { sort: 'TIMESTAMP_DESC' })).toEqual(['three', 'two', 'one'])
    expect(await found(ofRun, { limit: 1, offset: 1 })).toEqual(['two'])
    expect(await found(ofRun, { limit: 0 })).toEqual([])
    expect(await found({ ...ofRun, level: { ge_: 20 } })).toEqual(['two', 'three'])
    expect(await found({ ...ofRun, level: { ge_: 10, le_: 20 } })).toEqual(['one', 'two'])
    expect(await found({ ...ofRun, level: { ge_: 50 } })).toEqual([])
    expect(await found({ ...ofRun, timestamp: { after_: '2026-01-01T00:00:02Z' } })).toEqual(['two', 'three'])
    expect(await found({ ...ofRun, timestamp: { before_: '2026-01-01T00:00:02Z' } })).toEqual(['one', 'two'])
    expect(await found({ task_run_id: { any_: [task] } })).toEqual(['two'])
    expect(await found({ ...ofRun, task_run_id: { is_null_: true } })).toEqual(['one', 'three'])
    expect(await found({ ...ofRun, task_run_id: { is_null_: false } })).toEqual(['two'])
    expect(await found({ flow_run_id: { any_: [] } })).toEqual([])
    expect(await found({ flow_run_id: { any_: [run, randomUUID()] } })).toEqual(['one', 'two', 'three'])
    const either = { operator: 'or_', task_run_id: { any_: [task] }, flow_run_id: { any_: [] } }
    expect(await found(either)).toEqual(['two'])
  })

  test('a text search may have 200 characters', async () => {
    const long = await api().post('/logs/filter', { logs: { text: { query: 'x'.repeat(201) } } })
    expect(long.status).toBe(422)
    expect(items(long.body.exception_detail)).toMatchObject([
      {
        type: 'string_too_long',
        loc: ['body', 'logs', 'text', 'query'],
        msg: 'String should have at most 200 characters',
      },
    ])
  })

  test('nulls mean nothing; unknown keys inside a filter, sorts and limits out of range are refused', async () => {
    expect((await api().post('/logs/filter', { logs: null, sort: null, limit: null, offset: null })).status).toBe(200)
    expect((await api().call('POST', '/logs/filter')).status).toBe(200)
    expect(places(await api().post('/logs/filter', { logs: { nope: 1, level: { nope: 1 } }, sort: 'X' }))).toEqual(
      expect.arrayContaining(['body.logs.nope', 'body.logs.level.nope', 'body.sort']),
    )
    expect((await api().post('/logs/filter', { limit: 201 })).status).toBe(422)
  })

  test('a subscriber hears the lines that its filter asks for', async () => {
    const socket = await api().socket('/logs/out')
    const run = randomUUID()
    socket.send({ type: 'filter', filter: { flow_run_id: { any_: [run] }, level: { ge_: 20 } } })
    await socket.ping()
    await kept([
      line({ message: 'other run', flow_run_id: randomUUID() }),
      line({ message: 'too low', level: 10, flow_run_id: run }),
      line({ message: 'first', flow_run_id: run }),
      line({ message: 'second', level: 40, flow_run_id: run }),
    ])
    const heard = [await socket.next(), await socket.next()]
    expect(heard).toMatchObject([
      { type: 'log', log: { message: 'first', flow_run_id: run, level: 20, task_run_id: null } },
      { type: 'log', log: { message: 'second' } },
    ])
    socket.ws.close()
    expect((await socket.closed).code).toBe(1005)
  })

  test('a subscriber that begins otherwise is closed', async () => {
    const wrong = await api().socket('/logs/out')
    wrong.send({ type: 'nope' })
    expect(await wrong.closed).toEqual({ code: 1002, reason: "Expected 'filter' message" })
    const broken = await api().socket('/logs/out')
    broken.send({ type: 'filter', filter: { nope: 1 } })
    // Prefect's own reason is longer than a close frame has room for, which ends its socket without one
    expect([1002, 1006]).toContain((await broken.closed).code)
  })
}
