import { expect, test } from 'vitest'
import type { DeploymentWriter } from '../../src/apply/writer.ts'
import { createWriter } from '../../src/client/writer.ts'
import { connect } from './connect.ts'
import type { Loopback, Reply, Seen } from './loopback.ts'
import { listen } from './loopback.ts'

function writerOf(server: Loopback, env: Readonly<Record<string, string>> = {}): DeploymentWriter {
  return createWriter(connect(server.url, env).transport)
}

const CREATION = { flow: 'etl', flowId: 'f', body: { name: 'nightly', tags: ['a'] } }
const ROW = { id: 'd', name: 'nightly', flow_id: 'f', tags: ['a'] }
const BUSY: Reply = { json: { exception_message: 'Service Unavailable' }, status: 503 }
const CUT: Reply = { raw: (response) => response.destroy() }

const asked = (server: Loopback) => server.seen.map(({ method, path }) => `${method} ${path}`)
const isPost = ({ method }: Seen) => method === 'POST'

test('a flow is made, again after 503, and its id given', async () => {
  const server = await listen((_seen, number) =>
    number === 1 ? BUSY : { json: { id: 'f', name: 'etl' }, status: 201 },
  )
  expect(await writerOf(server).ensureFlow('etl')).toBe('f')
  expect(server.seen[1]).toMatchObject({ method: 'POST', path: '/api/flows/', body: { name: 'etl' } })
})

test('a created deployment is given as the server stores it', async () => {
  const server = await listen(() => ({ json: ROW, status: 201 }))
  const { deployment, created } = await writerOf(server).createDeployment(CREATION)
  expect(deployment).toMatchObject({ id: 'd', key: 'etl/nightly', tags: ['a'] })
  expect(created).toBe(true)
  expect(server.seen).toMatchObject([{ path: '/api/deployments/', body: { name: 'nightly', flow_id: 'f' } }])
})

test('a deployment that somebody else made first is said to be not created', async () => {
  const server = await listen(() => ({ json: ROW, status: 200 }))
  expect(await writerOf(server).createDeployment(CREATION)).toMatchObject({ created: false })
})

/** A server that loses the answers of its first creates, and has done them or not. */
function forgetful(losses: readonly { readonly reply: Reply; readonly stored: boolean }[]) {
  let creates = 0
  let stored = false
  return (seen: Seen): Reply => {
    if (!isPost(seen)) return stored ? { json: ROW } : { json: { detail: 'Deployment not found' }, status: 404 }
    const loss = losses[creates++]
    const status = stored ? 200 : 201
    stored ||= loss?.stored ?? true
    return loss?.reply ?? { json: ROW, status }
  }
}

test.each([
  ['503', BUSY],
  ['a cut connection', CUT],
])('after %s a create that was carried out is found and not sent again', async (_what, reply) => {
  const server = await listen(forgetful([{ reply, stored: true }]))
  expect(await writerOf(server).createDeployment(CREATION)).toMatchObject({ deployment: { id: 'd' }, created: true })
  expect(asked(server)).toEqual(['POST /api/deployments/', 'GET /api/deployments/name/etl/nightly'])
})

test.each([
  ['503', BUSY],
  ['a cut connection', CUT],
])('after %s a create that was not carried out is sent again', async (_what, reply) => {
  const server = await listen(forgetful([{ reply, stored: false }]))
  expect(await writerOf(server).createDeployment(CREATION)).toMatchObject({ deployment: { id: 'd' }, created: true })
  expect(server.seen.filter(isPost)).toHaveLength(2)
})

test('after the last try a create that was carried out is found too', async () => {
  const server = await listen(forgetful([{ reply: { json: {}, status: 500 }, stored: true }]))
  expect(await writerOf(server).createDeployment(CREATION)).toMatchObject({ created: true })
})

test('a lost create that cannot be looked up is not sent again', async () => {
  const server = await listen((seen) => (isPost(seen) ? CUT : { json: {}, status: 500 }))
  await expect(writerOf(server).createDeployment(CREATION)).rejects.toMatchObject({
    code: 'api_connection_lost',
    method: 'POST',
    answerLost: true,
  })
  expect(server.seen.filter(isPost)).toHaveLength(1)
})

test('a refused create is an error at once', async () => {
  const server = await listen(() => ({ json: { detail: 'Work pool "gpu" not found.' }, status: 404 }))
  await expect(writerOf(server).createDeployment(CREATION)).rejects.toMatchObject({
    code: 'api_not_found',
    detail: 'Work pool "gpu" not found.',
    answerLost: false,
  })
  expect(server.seen).toHaveLength(1)
})

test('fields, schedule rows and runs are written to their own paths', async () => {
  const server = await listen(({ path }) =>
    path.endsWith('/schedule')
      ? { json: null }
      : path.endsWith('/schedules')
        ? { json: [], status: 201 }
        : { raw: (response) => response.writeHead(204, { date: 'Sat, 21 Nov 2026 09:00:00 GMT' }).end() },
  )
  const writer = writerOf(server)
  const row = { schedule: { cron: '0 9 * * *' }, slug: 's' }
  await writer.patchDeployment('d', { description: 'x' })
  await writer.createSchedules('d', [row])
  await writer.patchSchedule('d', 's1', row)
  await writer.deleteSchedule('d', 's1')
  await writer.deleteDeployment('d')
  // the server's clock is an hour behind ours, and it is the one that counts
  await writer.scheduleRuns('d', 1_500)
  expect(server.seen.map(({ method, path, body }) => [method, path, body])).toEqual([
    ['PATCH', '/api/deployments/d', { description: 'x' }],
    ['POST', '/api/deployments/d/schedules', [row]],
    ['PATCH', '/api/deployments/d/schedules/s1', row],
    ['DELETE', '/api/deployments/d/schedules/s1', undefined],
    ['DELETE', '/api/deployments/d', undefined],
    ['POST', '/api/deployments/d/schedule', { start_time: '2026-11-21T08:59:58.500Z' }],
  ])
})

test.each([
  ['patchDeployment', (writer: DeploymentWriter) => writer.patchDeployment('d', { description: 'x' })],
  ['patchSchedule', (writer: DeploymentWriter) => writer.patchSchedule('d', 's', {})],
  ['deleteDeployment', (writer: DeploymentWriter) => writer.deleteDeployment('d')],
  ['scheduleRuns', (writer: DeploymentWriter) => writer.scheduleRuns('d', 1_000)],
])('%s is sent again after 503', async (_what, write) => {
  const server = await listen((_seen, number) => (number === 1 ? BUSY : { json: null }))
  await write(writerOf(server))
  expect(server.seen).toHaveLength(2)
})

test('schedule rows are not created twice', async () => {
  const server = await listen(() => CUT)
  await expect(writerOf(server).createSchedules('d', [])).rejects.toMatchObject({ answerLost: true })
  expect(server.seen).toHaveLength(1)
})

test('deleting what is gone already is fine, unless it is not the API that says so', async () => {
  const replies: Reply[] = [
    { json: { detail: 'Deployment not found' }, status: 404 },
    { json: { detail: 'Schedule not found.' }, status: 404 },
    { text: 'no such page', status: 404 },
  ]
  const server = await listen((_seen, number) => replies[number - 1]!)
  const writer = writerOf(server)
  await writer.deleteDeployment('d')
  await writer.deleteSchedule('d', 's')
  await expect(writer.deleteDeployment('d')).rejects.toMatchObject({ code: 'api_not_json' })
})

test('what was written is read back by id', async () => {
  const server = await listen((_seen, number) =>
    number === 1 ? { json: ROW } : { json: { detail: 'Deployment not found' }, status: 404 },
  )
  const writer = writerOf(server)
  expect(await writer.deploymentById('d', 'etl')).toMatchObject({ id: 'd', key: 'etl/nightly' })
  expect(await writer.deploymentById('d', 'etl')).toBeUndefined()
})
