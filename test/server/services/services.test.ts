import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type Body, each, items, text } from '../../contract/api.ts'
import { type MovedServer, deployed, movedServer, runMoments } from '../../support/moved-server.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

async function started(): Promise<MovedServer> {
  const moved = await movedServer()
  onTestFinished(() => moved.close())
  await moved.pass(SECOND)
  return moved
}

const at = (moved: MovedServer, ms: number) => new Date(moved.time.clock() + ms).toISOString()
const stateOf = async ({ call }: MovedServer, run: Body) =>
  text((await call('GET', `/flow_runs/${text(run.id)}`)).state_name)
const becomes = ({ post }: MovedServer, run: Body, state: object) =>
  post(`/flow_runs/${text(run.id)}/set_state`, { state, force: true })
const newRun = async ({ post }: MovedServer, fields: object = {}) => {
  const flow = await post('/flows/', { name: `flow-${randomUUID()}` })
  return post('/flow_runs/', { flow_id: flow.id, ...fields })
}
const told = async ({ post }: MovedServer, id: string) =>
  each((await post('/events/filter', { filter: { resource: { id: [id] }, order: 'ASC' } })).events, 'event')

test('a run that nobody begins is late fifteen seconds after its time, and keeps its time', async () => {
  const moved = await started()
  const start = at(moved, 10 * SECOND)
  const run = await newRun(moved, { state: { type: 'SCHEDULED', state_details: { scheduled_time: start } } })
  await moved.pass(24 * SECOND)
  expect(await stateOf(moved, run)).toBe('Scheduled')
  await moved.pass(2 * SECOND)
  expect(await stateOf(moved, run)).toBe('Late')
  const late = await moved.call('GET', `/flow_runs/${text(run.id)}`)
  expect(new Date(text(late.next_scheduled_start_time)).toISOString()).toBe(start)
})

test('a run is late in time although another is scheduled for much later after it', async () => {
  const moved = await started()
  const scheduled = (ms: number) => ({
    state: { type: 'SCHEDULED', state_details: { scheduled_time: at(moved, ms) } },
  })
  const run = await newRun(moved, scheduled(5 * SECOND))
  await newRun(moved, scheduled(60 * MINUTE))
  await moved.pass(21 * SECOND)
  expect(await stateOf(moved, run)).toBe('Late')
})

test('a run that its schedule made is late fifteen seconds after its time, too', async () => {
  const moved = await started()
  const daily = await deployed(moved, [
    { schedule: { interval: 86_400, anchor_date: at(moved, 20 * SECOND) }, slug: 'd' },
  ])
  await moved.pass(34 * SECOND)
  expect(await runMoments(moved, daily, 'Late')).toEqual([])
  await moved.pass(2 * SECOND)
  expect(await runMoments(moved, daily, 'Late')).toHaveLength(1)
})

test('runs that are late when the server starts are all marked', async () => {
  const moved = await started()
  const daily = await deployed(moved, [])
  for (let count = 0; count < 120; count += 1) {
    const state = { type: 'SCHEDULED', state_details: { scheduled_time: at(moved, -MINUTE) } }
    await moved.post(`/deployments/${text(daily.id)}/create_flow_run`, { state })
  }
  await moved.pass(SECOND)
  expect(await runMoments(moved, daily, 'Late')).toHaveLength(120)
})

test('a pause that nobody ends fails the run when its time is over', async () => {
  const moved = await started()
  const run = await newRun(moved)
  await becomes(moved, run, { type: 'RUNNING' })
  const state_details = { pause_timeout: at(moved, 5 * MINUTE), pause_key: 'k' }
  await becomes(moved, run, { type: 'PAUSED', state_details })
  await moved.pass(5 * MINUTE - SECOND)
  expect(await stateOf(moved, run)).toBe('Paused')
  await moved.pass(2 * SECOND)
  expect(await moved.call('GET', `/flow_runs/${text(run.id)}`)).toMatchObject({
    state: { type: 'FAILED', message: 'The flow was paused and never resumed.' },
  })
})

test('a pause of some seconds fails the run in time, although nothing was in sight before', async () => {
  const moved = await started()
  const run = await newRun(moved, { state: { type: 'RUNNING' } })
  const state_details = { pause_timeout: at(moved, 20 * SECOND), pause_key: 'k' }
  await becomes(moved, run, { type: 'PAUSED', state_details })
  await moved.pass(19 * SECOND)
  expect(await stateOf(moved, run)).toBe('Paused')
  await moved.pass(2 * SECOND)
  expect(await stateOf(moved, run)).toBe('Failed')
})

test('what belongs to a cancelled run is cancelled, too', async () => {
  const moved = await started()
  const parent = await newRun(moved)
  await becomes(moved, parent, { type: 'RUNNING' })
  const task = async (key: string) =>
    moved.post('/task_runs/', {
      flow_run_id: parent.id,
      task_key: key,
      dynamic_key: '0',
      state: { type: 'RUNNING' },
    })
  const [plain, around] = [await task('plain'), await task('around')]
  const child = await newRun(moved, { parent_task_run_id: around.id, state: { type: 'RUNNING' } })
  const ending = await newRun(moved, {
    parent_task_run_id: (await task('ending')).id,
    state: { type: 'CANCELLING' },
  })
  const suspended = await newRun(moved, { parent_task_run_id: (await task('suspended')).id })
  const pause = { pause_reschedule: true, pause_timeout: at(moved, 60 * MINUTE) }
  await becomes(moved, suspended, { type: 'PAUSED', state_details: pause })
  const made = await deployed(moved, [])
  const remote = await moved.post(`/deployments/${text(made.id)}/create_flow_run`, {
    parent_task_run_id: (await task('remote')).id,
    state: { type: 'RUNNING' },
  })
  await becomes(moved, parent, { type: 'CANCELLED' })
  await moved.pass(5 * SECOND)
  expect((await moved.call('GET', `/task_runs/${text(plain.id)}`)).state_type).toBe('RUNNING')
  await moved.pass(6 * SECOND)
  expect((await moved.call('GET', `/task_runs/${text(plain.id)}`)).state).toMatchObject({
    type: 'CANCELLED',
    message: 'The parent flow run was cancelled.',
  })
  expect(await stateOf(moved, child)).toBe('Cancelled')
  expect(await stateOf(moved, ending)).toBe('Cancelled')
  expect(await stateOf(moved, suspended)).toBe('Cancelled')
  // its worker has to be told first
  expect(await stateOf(moved, remote)).toBe('Cancelling')
})

test('what belongs to a run that was cancelled before the server ended is cancelled by the next', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'registrar-services-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const before = await movedServer(folder)
  const run = await newRun(before, { state: { type: 'RUNNING' } })
  const fields = { flow_run_id: run.id, task_key: 'k', dynamic_key: '0', state: { type: 'RUNNING' } }
  const task = await before.post('/task_runs/', fields)
  await becomes(before, run, { type: 'CANCELLED' })
  const after = await before.restarted(120 * MINUTE)
  onTestFinished(() => after.close())
  await after.pass(SECOND)
  expect((await after.call('GET', `/task_runs/${text(task.id)}`)).state_type).toBe('CANCELLED')
})

test('what belongs to a run that is cancelled a little later than another is not forgotten', async () => {
  const moved = await started()
  const withTask = async () => {
    const run = await newRun(moved, { state: { type: 'RUNNING' } })
    const task = { flow_run_id: run.id, task_key: 'k', dynamic_key: '0', state: { type: 'RUNNING' } }
    return { run, task: await moved.post('/task_runs/', task) }
  }
  const [first, second] = [await withTask(), await withTask()]
  await becomes(moved, first.run, { type: 'CANCELLED' })
  await moved.pass(5 * SECOND)
  await becomes(moved, second.run, { type: 'CANCELLED' })
  await moved.pass(11 * SECOND)
  expect((await moved.call('GET', `/task_runs/${text(second.task.id)}`)).state_type).toBe('CANCELLED')
})

test('the tasks of a run that ended long before it was cancelled are cancelled', async () => {
  const moved = await started()
  const run = await newRun(moved, { state: { type: 'RUNNING' } })
  const fields = { flow_run_id: run.id, task_key: 'k', dynamic_key: '0', state: { type: 'RUNNING' } }
  const task = await moved.post('/task_runs/', fields)
  await becomes(moved, run, { type: 'CRASHED' })
  await moved.pass(60 * MINUTE)
  await becomes(moved, run, { type: 'CANCELLED' })
  await moved.pass(11 * SECOND)
  expect((await moved.call('GET', `/task_runs/${text(task.id)}`)).state_type).toBe('CANCELLED')
})

test('the tasks of a cancelled run are all cancelled at once, however many there are', async () => {
  const moved = await started()
  const run = await newRun(moved, { state: { type: 'RUNNING' } })
  for (let count = 0; count < 130; count += 1) {
    const key = { task_key: 'k', dynamic_key: String(count) }
    await moved.post('/task_runs/', { flow_run_id: run.id, ...key, state: { type: 'RUNNING' } })
  }
  await becomes(moved, run, { type: 'CANCELLED' })
  await moved.pass(11 * SECOND)
  expect(await moved.post('/task_runs/count', { task_runs: { state: { type: { any_: ['RUNNING'] } } } })).toBe(0)
})

test('a task that its client tells of only after the run was cancelled is cancelled at the next look', async () => {
  const moved = await started()
  const run = await newRun(moved, { state: { type: 'RUNNING' } })
  await becomes(moved, run, { type: 'CANCELLED' })
  await moved.pass(15 * SECOND)
  const fields = { flow_run_id: run.id, task_key: 'k', dynamic_key: '0', state: { type: 'RUNNING' } }
  const task = await moved.post('/task_runs/', fields)
  await moved.pass(61 * SECOND)
  expect((await moved.call('GET', `/task_runs/${text(task.id)}`)).state_type).toBe('CANCELLED')
})

test('a task that is told of more than a day after its run was cancelled is left as it is', async () => {
  const moved = await started()
  const run = await newRun(moved, { state: { type: 'RUNNING' } })
  await becomes(moved, run, { type: 'CANCELLED' })
  moved.time.jump(25 * 60 * MINUTE)
  await moved.pass(15 * MINUTE)
  const fields = { flow_run_id: run.id, task_key: 'k', dynamic_key: '0', state: { type: 'RUNNING' } }
  const task = await moved.post('/task_runs/', fields)
  await moved.pass(2 * MINUTE)
  expect((await moved.call('GET', `/task_runs/${text(task.id)}`)).state_type).toBe('RUNNING')
})

test('a run whose cancelling does not end is cancelled after five minutes', async () => {
  const moved = await started()
  const run = await newRun(moved)
  for (const type of ['RUNNING', 'CANCELLING']) await becomes(moved, run, { type })
  await moved.pass(5 * MINUTE - SECOND)
  expect(await stateOf(moved, run)).toBe('Cancelling')
  await moved.pass(2 * SECOND)
  expect(await stateOf(moved, run)).toBe('Cancelled')
})

test('a pool whose last worker is silent for three beats is not ready, and says so once', async () => {
  const moved = await started()
  const pool = await moved.post('/work_pools/', { name: 'p', type: 'process' })
  const beat = (name: string) => moved.post('/work_pools/p/workers/heartbeat', { name, heartbeat_interval_seconds: 10 })
  await beat('one')
  await moved.pass(20 * SECOND)
  await beat('two')
  await moved.pass(29 * SECOND)
  const workers = items(await moved.post('/work_pools/p/workers/filter'))
  expect(workers.map(({ name, status }) => `${text(name)} ${text(status)}`)).toEqual(['two ONLINE', 'one OFFLINE'])
  expect((await moved.call('GET', '/work_pools/p')).status).toBe('READY')
  await moved.pass(2 * SECOND)
  expect((await moved.call('GET', '/work_pools/p')).status).toBe('NOT_READY')
  await moved.pass(5 * MINUTE)
  expect(await told(moved, `prefect.work-pool.${text(pool.id)}`)).toEqual([
    'prefect.work-pool.created',
    'prefect.work-pool.not-ready',
    'prefect.work-pool.ready',
    'prefect.work-pool.not-ready',
  ])
})

test('an event names the one before it if that was no more than some minutes ago', async () => {
  const moved = await started()
  const follows = async (id: string) =>
    each((await moved.post('/events/filter', { filter: { resource: { id: [id] }, order: 'ASC' } })).events, 'follows')
  const run = await newRun(moved, { state: { type: 'RUNNING' } })
  await moved.pass(4 * MINUTE)
  await becomes(moved, run, { type: 'CRASHED' })
  await moved.pass(6 * MINUTE)
  await becomes(moved, run, { type: 'COMPLETED' })
  expect((await follows(`prefect.flow-run.${text(run.id)}`)).map((id) => id !== null)).toEqual([false, true, false])
  const pool = await moved.post('/work_pools/', { name: 'p', type: 'process' })
  await moved.pass(9 * MINUTE)
  await moved.call('PATCH', '/work_pools/p', { is_paused: true })
  await moved.pass(9 * MINUTE)
  await moved.call('PATCH', '/work_pools/p', { is_paused: false })
  await moved.pass(11 * MINUTE)
  await moved.call('PATCH', '/work_pools/p', { is_paused: true })
  expect((await follows(`prefect.work-pool.${text(pool.id)}`)).map((id) => id !== null)).toEqual([
    false,
    false,
    false,
    true,
    false,
  ])
})

test('a queue and its deployments are ready for a minute after the last poll', async () => {
  const moved = await started()
  const pool = await moved.post('/work_pools/', { name: 'p', type: 'process' })
  const made = await deployed(moved, [], { work_pool_name: 'p' })
  const statuses = async () => [
    text((await moved.call('GET', '/work_pools/p/queues/default')).status),
    text((await moved.call('GET', `/deployments/${text(made.id)}`)).status),
  ]
  for (let poll = 0; poll < 4; poll += 1) {
    await moved.post('/work_pools/p/get_scheduled_flow_runs')
    await moved.pass(30 * SECOND)
  }
  expect(await statuses()).toEqual(['READY', 'READY'])
  await moved.pass(31 * SECOND)
  expect(await statuses()).toEqual(['NOT_READY', 'NOT_READY'])
  expect(await told(moved, `prefect.deployment.${text(made.id)}`)).toEqual(
    expect.arrayContaining(['prefect.deployment.ready', 'prefect.deployment.not-ready']),
  )
  expect((await told(moved, `prefect.work-queue.${text(pool.default_queue_id)}`)).slice(1)).toEqual([
    'prefect.work-queue.ready',
    'prefect.work-queue.not-ready',
  ])
  await moved.post('/work_pools/p/get_scheduled_flow_runs')
  expect(await statuses()).toEqual(['READY', 'READY'])
})

test('a deployment is ready as long as its queue was polled lately, though it came there after that', async () => {
  const moved = await started()
  await moved.post('/work_pools/', { name: 'p', type: 'process' })
  await moved.post('/work_pools/p/queues', { name: 'other' })
  const made = await deployed(moved, [], { work_pool_name: 'p', work_queue_name: 'default' })
  const poll = (queue: string) => moved.post('/work_pools/p/get_scheduled_flow_runs', { work_queue_names: [queue] })
  const path = `/deployments/${text(made.id)}`
  const status = async () => text((await moved.call('GET', path)).status)
  await poll('default')
  await moved.pass(30 * SECOND)
  await poll('other')
  await moved.call('PATCH', path, { work_pool_name: 'p', work_queue_name: 'other' })
  await moved.pass(59 * SECOND)
  expect(await status()).toBe('READY')
  await moved.pass(2 * SECOND)
  expect(await status()).toBe('NOT_READY')
})

test('a deployment that is served without a pool is ready for a minute after it was asked for', async () => {
  const moved = await started()
  const made = await deployed(moved, [])
  const status = async () => text((await moved.call('GET', `/deployments/${text(made.id)}`)).status)
  // off the beat at which services look without being told
  await moved.pass(25 * SECOND)
  await moved.post('/deployments/get_scheduled_flow_runs', { deployment_ids: [made.id] })
  expect(await status()).toBe('READY')
  await moved.pass(59 * SECOND)
  expect(await status()).toBe('READY')
  await moved.pass(2 * SECOND)
  expect(await status()).toBe('NOT_READY')
})

test('a queue that was polled while it was paused is ready for the rest of its minute', async () => {
  const moved = await started()
  await moved.post('/work_pools/', { name: 'p', type: 'process' })
  const queue = '/work_pools/p/queues/default'
  await moved.pass(25 * SECOND)
  await moved.call('PATCH', queue, { is_paused: true })
  await moved.post('/work_pools/p/get_scheduled_flow_runs')
  await moved.call('PATCH', queue, { is_paused: false })
  await moved.pass(59 * SECOND)
  expect((await moved.call('GET', queue)).status).toBe('READY')
  await moved.pass(2 * SECOND)
  expect((await moved.call('GET', queue)).status).toBe('NOT_READY')
})

test('workers that poll at the same moment wake a queue once', async () => {
  const moved = await started()
  const pool = await moved.post('/work_pools/', { name: 'p', type: 'process' })
  await Promise.all([1, 2, 3].map(() => moved.post('/work_pools/p/get_scheduled_flow_runs')))
  expect(await told(moved, `prefect.work-queue.${text(pool.default_queue_id)}`)).toEqual([
    'prefect.work-queue.created',
    'prefect.work-queue.ready',
  ])
})

test('slots whose lease nobody renews come back', async () => {
  const moved = await started()
  await moved.post('/v2/concurrency_limits/', { name: 'l', limit: 2 })
  await moved.post('/v2/concurrency_limits/increment-with-lease', { names: ['l'], slots: 1, lease_duration: 90 })
  const taken = async () => (await moved.call('GET', '/v2/concurrency_limits/l')).active_slots
  await moved.pass(89 * SECOND)
  expect(await taken()).toBe(1)
  await moved.pass(2 * SECOND)
  expect(await taken()).toBe(0)
})
