import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Api,
  type Body,
  type Start,
  apiAt,
  fresh,
  items,
  newDeployment,
  newFlow,
  newPool,
  rowOf,
  text,
} from './api.ts'

/** The real server looks every few seconds, and does what it found a little later. */
const WAIT = { interval: 200 }
const HOURLY = { interval: 3600, anchor_date: '2026-01-01T00:00:00Z', timezone: 'UTC' }
const MINUTELY = { cron: '* * * * *', timezone: 'Europe/Berlin' }

/** What a Prefect server does by itself, as far as its clients notice. */
export function serviceSuite(name: string, start: Start): void {
  describe(`${name} by itself`, { timeout: 90_000 }, () => {
    let server: Awaited<ReturnType<Start>> | undefined
    let api: Api
    beforeAll(async () => {
      server = await start()
      api = apiAt(server.api, server.isFlaky ?? false)
    })
    afterAll(async () => {
      await server?.close()
    })

    const runsOf = async (made: Body): Promise<readonly Body[]> =>
      items(
        (
          await api.post('/flow_runs/filter', {
            flow_runs: { deployment_id: { any_: [made.id] } },
            sort: 'EXPECTED_START_TIME_ASC',
          })
        ).body,
      )
    const count = async (made: Body) => (await runsOf(made)).length
    const newRun = async (fields: object = {}) => {
      const { id } = await newFlow(api)
      return (await api.post('/flow_runs/', { flow_id: id, ...fields })).body
    }
    const become = (run: Body, state: object) =>
      api.post(`/flow_runs/${text(run.id)}/set_state`, { state, force: true })
    const stateOf = async (run: Body, kind = 'flow_runs') => (await api.get(`/${kind}/${text(run.id)}`)).body.state

    test('makes the runs of new schedules: three, and as many as fill an hour', async () => {
      const hourly = await newDeployment(api, { tags: ['t'], schedules: [{ schedule: HOURLY, slug: 'h' }] })
      const minutely = await newDeployment(api, { schedules: [{ schedule: MINUTELY, slug: 'm' }] })
      await expect.poll(() => count(hourly), WAIT).toBe(3)
      await expect.poll(() => count(minutely), WAIT).toBeGreaterThanOrEqual(60)
      expect(await count(minutely)).toBeLessThanOrEqual(62)
      const [run] = await runsOf(hourly)
      expect(run).toMatchObject({
        state_name: 'Scheduled',
        auto_scheduled: true,
        created_by: { id: rowOf(hourly, 'h').id, type: 'SCHEDULE', display_value: 'h' },
      })
      expect(text(run?.idempotency_key)).toContain(`scheduled ${text(hourly.id)} ${text(rowOf(hourly, 'h').id)} `)
    })

    test('makes them again after a change and a resumption, never for what is paused or inactive', async () => {
      const schedules = [{ schedule: HOURLY, slug: 'h' }]
      const paused = await newDeployment(api, { paused: true, schedules })
      const inactive = await newDeployment(api, { schedules: [{ schedule: HOURLY, slug: 'h', active: false }] })
      const made = await newDeployment(api, { schedules })
      await expect.poll(() => count(made), WAIT).toBe(3)
      const keys = async () => (await runsOf(made)).map(({ idempotency_key: key }) => text(key))
      const before = await keys()
      await api.patch(`/deployments/${text(made.id)}`, { description: 'x' })
      await expect.poll(() => count(made), WAIT).toBe(3)
      expect(await keys()).toEqual(before)
      expect([await count(paused), await count(inactive)]).toEqual([0, 0])
      await api.call('POST', `/deployments/${text(paused.id)}/resume_deployment`)
      await expect.poll(() => count(paused), WAIT).toBe(3)
    })

    test('marks runs late that nobody begins', async () => {
      const scheduled_time = new Date(Date.now() - 60_000).toISOString()
      const run = await newRun({ state: { type: 'SCHEDULED', state_details: { scheduled_time } } })
      await expect.poll(async () => (await stateOf(run))?.name, WAIT).toBe('Late')
      expect(await stateOf(run)).toMatchObject({ type: 'SCHEDULED' })
      const { body } = await api.get(`/flow_runs/${text(run.id)}`)
      expect(Date.parse(text(body.next_scheduled_start_time))).toBe(Date.parse(scheduled_time))
    })

    test('fails runs that were paused for too long', async () => {
      const run = await newRun()
      await become(run, { type: 'RUNNING' })
      const pause_timeout = new Date(Date.now() + 1000).toISOString()
      await become(run, { type: 'PAUSED', state_details: { pause_timeout, pause_key: 'k' } })
      await expect.poll(async () => (await stateOf(run))?.type, WAIT).toBe('FAILED')
      expect(await stateOf(run)).toMatchObject({ message: 'The flow was paused and never resumed.' })
    })

    test('cancels what belongs to cancelled runs', async () => {
      const parent = await newRun()
      await become(parent, { type: 'RUNNING' })
      const fields = { flow_run_id: parent.id, task_key: fresh('task'), dynamic_key: '0', state: { type: 'RUNNING' } }
      const task = (await api.post('/task_runs/', fields)).body
      const child = await newRun({ parent_task_run_id: task.id, state: { type: 'RUNNING' } })
      await become(parent, { type: 'CANCELLED' })
      await expect.poll(async () => (await stateOf(child))?.type, WAIT).toBe('CANCELLED')
      await expect.poll(async () => (await stateOf(task, 'task_runs'))?.type, WAIT).toBe('CANCELLED')
      expect(await stateOf(child)).toMatchObject({ message: 'The parent flow run was cancelled.' })
    })

    test('tells when a pool has lost its workers', async () => {
      const pool = await newPool(api)
      const path = `/work_pools/${text(pool.name)}`
      await api.post(`${path}/workers/heartbeat`, { name: 'w', heartbeat_interval_seconds: 1 })
      expect((await api.get(path)).body.status).toBe('READY')
      await expect.poll(async () => (await api.get(path)).body.status, WAIT).toBe('NOT_READY')
      expect((await api.post(`${path}/workers/filter`)).body).toMatchObject([{ name: 'w', status: 'OFFLINE' }])
    })
  })
}
