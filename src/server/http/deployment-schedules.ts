import { Hono } from 'hono'
import { refused } from '../problem.ts'
import { checkedSchedule, checkedSchedules } from '../registration/checked-schedules.ts'
import { newRow } from '../registration/schedule-writes.ts'
import type { Services } from '../services.ts'
import { deleteSchedule, insertSchedules, readSchedules, updateSchedule } from '../store/deployment-schedule.ts'
import { readDeployment } from '../store/deployment.ts'
import { deleteScheduledRuns } from '../store/flow-run.ts'
import type { Reader } from '../store/store.ts'
import { bodyOf } from './body.ts'
import { UUID, idOf } from './id.ts'

/**
 * `/deployments/{id}/schedules`: the rows one by one. None of these moves the deployment's `updated`; changing or
 * deleting a row drops the automatic runs of every schedule of the deployment.
 */
export function deploymentScheduleRoutes({ store, clock }: Services): Hono {
  const rows = `/:id${UUID}/schedules`
  const row = `${rows}/:schedule${UUID}`
  return new Hono({ strict: false })
    .get(rows, async (c) => {
      const id = idOf(c)
      const schedules = await store.read(async (db) => {
        await requireDeployment(db, id)
        return readSchedules(db, id)
      })
      return c.json(schedules)
    })
    .post(rows, async (c) => {
      const id = idOf(c)
      const sent = await bodyOf(c, 'DeploymentSchedulesCreate')
      const requestBody = sent
      const checked = checkedSchedules(sent, { loc: ['body'], requestBody, now: clock() })
      const made = await store.write(async (trx) => {
        await requireDeployment(trx, id)
        return insertSchedules(
          trx,
          checked.flatMap((schedule) => newRow(store, id, schedule) ?? []),
        )
      })
      return c.json(made, 201)
    })
    .patch(row, async (c) => {
      const id = idOf(c)
      const { replaces: _directive, ...change } = checkedSchedule(await bodyOf(c, 'DeploymentScheduleUpdate'), clock())
      await store.write(async (trx) => {
        await requireDeployment(trx, id)
        const at = store.now()
        const key = { deploymentId: id, id: idOf(c, 'schedule') }
        if (!(await updateSchedule(trx, key, change, at))) throw noSchedule()
        await deleteScheduledRuns(trx, id, { autoScheduledOnly: true, after: at })
      })
      return c.body(null, 204)
    })
    .delete(row, async (c) => {
      const id = idOf(c)
      await store.write(async (trx) => {
        await requireDeployment(trx, id)
        if (!(await deleteSchedule(trx, { deploymentId: id, id: idOf(c, 'schedule') }))) throw noSchedule()
        await deleteScheduledRuns(trx, id, { autoScheduledOnly: true })
      })
      return c.body(null, 204)
    })
}

function noSchedule() {
  return refused(404, 'Schedule not found.')
}

async function requireDeployment(db: Reader, id: string): Promise<void> {
  if ((await readDeployment(db, id)) === undefined) throw refused(404, 'Deployment not found.')
}
