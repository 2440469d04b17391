import { refused } from '../problem.ts'
import { checkedSchedule, checkedSchedules } from '../registration/checked-schedules.ts'
import { addSchedules, newRow } from '../registration/schedule-writes.ts'
import type { Services } from '../services.ts'
import { announce } from '../store/announcement.ts'
import { deleteSchedule, readSchedules, updateSchedule } from '../store/deployment-schedule.ts'
import { readDeployment } from '../store/deployment.ts'
import { deleteScheduledRuns } from '../store/scheduled-run.ts'
import type { Reader } from '../store/store.ts'
import { NO_CONTENT, type Route, created, del, get, ok, patch, post } from './route.ts'

/**
 * `/deployments/{id}/schedules`: the rows one by one. None of these moves the deployment's `updated`; changing or
 * deleting a row drops the automatic runs of every schedule of the deployment.
 */
export function deploymentScheduleRoutes({ store, clock }: Services): readonly Route[] {
  return [
    get('/deployments/{id:uuid}/schedules', {
      summary: 'Read the schedules of a deployment',
      answers: { 200: { list: 'DeploymentSchedule' } },
      async handle({ params: { id } }) {
        const schedules = store.read(async (db) => {
          await requireDeployment(db, id)
          return readSchedules(db, id)
        })
        return ok(await schedules)
      },
    }),
    post('/deployments/{id:uuid}/schedules', {
      summary: 'Add schedules to a deployment',
      body: 'DeploymentSchedulesCreate',
      answers: { 201: { list: 'DeploymentSchedule' } },
      async handle({ params: { id }, body }) {
        const checked = checkedSchedules(body, { loc: ['body'], requestBody: body, now: clock() })
        const made = await store.write(async (trx) => {
          await requireDeployment(trx, id)
          announce(trx, { kind: 'schedules_changed', deploymentId: id })
          return addSchedules(
            trx,
            id,
            checked.flatMap((schedule) => newRow(store, id, schedule) ?? []),
          )
        })
        return created(made)
      },
    }),
    patch('/deployments/{id:uuid}/schedules/{schedule_id:uuid}', {
      summary: 'Change a schedule',
      body: 'DeploymentScheduleUpdate',
      answers: { 204: 'nothing' },
      async handle({ params, body }) {
        const { replaces: _directive, ...change } = checkedSchedule(body, clock())
        await store.write(async (trx) => {
          await requireDeployment(trx, params.id)
          const at = store.now()
          const key = { deploymentId: params.id, id: params.schedule_id }
          if (!(await updateSchedule(trx, key, change, at))) throw noSchedule()
          await deleteScheduledRuns(trx, params.id, { autoScheduledOnly: true, after: at })
          announce(trx, { kind: 'schedules_changed', deploymentId: params.id })
        })
        return NO_CONTENT
      },
    }),
    del('/deployments/{id:uuid}/schedules/{schedule_id:uuid}', {
      summary: 'Delete a schedule',
      answers: { 204: 'nothing' },
      async handle({ params }) {
        await store.write(async (trx) => {
          await requireDeployment(trx, params.id)
          const key = { deploymentId: params.id, id: params.schedule_id }
          if (!(await deleteSchedule(trx, key))) throw noSchedule()
          await deleteScheduledRuns(trx, params.id, { autoScheduledOnly: true })
          announce(trx, { kind: 'schedules_changed', deploymentId: params.id })
        })
        return NO_CONTENT
      },
    }),
  ]
}

function noSchedule() {
  return refused(404, 'Schedule not found.')
}

async function requireDeployment(db: Reader, id: string): Promise<void> {
  if ((await readDeployment(db, id)) === undefined) throw refused(404, 'Deployment not found.')
}
