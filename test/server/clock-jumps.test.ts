import { expect, onTestFinished, test } from 'vitest'
import { text } from '../contract/api.ts'
import { type MovedServer, deployed, movedServer } from '../support/moved-server.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A server whose clock was wrong by a day for some minutes, and is right again. */
async function setRight(): Promise<MovedServer> {
  const moved = await movedServer()
  onTestFinished(() => moved.close())
  await moved.pass(MINUTE)
  moved.time.jump(DAY)
  await moved.pass(2 * MINUTE)
  await moved.post('/flows/', { name: 'in the future' })
  moved.time.jump(-DAY)
  await moved.pass(2 * MINUTE)
  return moved
}

test('a run that is made after the clock was set right is expected now', async () => {
  const moved = await setRight()
  const deployment = await deployed(moved, [])
  const run = await moved.post(`/deployments/${text(deployment.id)}/create_flow_run`)
  expect(Date.parse(text(run.expected_start_time)) - moved.time.clock()).toBeLessThan(1000)
})

test('a lease that is taken after the clock was set right ends in time', async () => {
  const moved = await setRight()
  await moved.post('/v2/concurrency_limits/', { name: 'l', limit: 1 })
  const take = () => {
    const asked = { slots: 1, names: ['l'], mode: 'concurrency', lease_duration: 60 }
    return moved.post('/v2/concurrency_limits/increment-with-lease', asked)
  }
  await take()
  await expect(take()).rejects.toThrow('423')
  await moved.pass(2 * MINUTE)
  expect(text((await take()).lease_id)).not.toBe('')
})

test('a run that runs while the clock is set back has run for no less than nothing', async () => {
  const moved = await movedServer()
  onTestFinished(() => moved.close())
  const flow = await moved.post('/flows/', { name: 'f' })
  const { id } = await moved.post('/flow_runs/', { flow_id: flow.id, state: { type: 'RUNNING' } })
  moved.time.jump(-HOUR)
  await moved.pass(MINUTE)
  const running = await moved.call('GET', `/flow_runs/${text(id)}`)
  await moved.post(`/flow_runs/${text(id)}/set_state`, { state: { type: 'COMPLETED' } })
  const ended = await moved.call('GET', `/flow_runs/${text(id)}`)
  expect([running.estimated_run_time, ended.total_run_time, ended.estimated_run_time]).toEqual([0, 0, 0])
})
