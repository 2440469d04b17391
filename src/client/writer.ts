import type { LiveDeployment } from '../model/deployment.ts'
import type { JsonObject } from '../model/json.ts'
import { isDeploymentRow, liveDeployment } from './live.ts'
import { idPath, isFlow, namedPath, readDeployment, unlessMissing } from './reader.ts'
import type { ApiRequest, Transport } from './transport.ts'
import { unexpectedAnswer } from './transport.ts'

/**
 * Everything that changes something on a Prefect API. What is harmless to repeat is repeated by itself. `createSchedules`
 * is not: its error says with `answerLost` that the rows may exist now, so read again first.
 */
export type PrefectWriter = {
  /** The flow's id; the flow is created if there is none of that name. */
  ensureFlow: (name: string) => Promise<string>
  /**
   * Creates what does not exist, and gives it as stored. When an answer is lost it is looked up before another try, as
   * the server's POST replaces every schedule of what is there. `created` is false when somebody else had made it first.
   */
  createDeployment: (creation: Creation) => Promise<{ readonly deployment: LiveDeployment; readonly created: boolean }>
  /** Changes the given fields. The server drops the deployment's future automatic runs. */
  patchDeployment: (id: string, patch: JsonObject) => Promise<void>
  /** Does nothing if it is gone already. */
  deleteDeployment: (id: string) => Promise<void>
  createSchedules: (id: string, rows: readonly JsonObject[]) => Promise<void>
  /** Writes the whole row: parameters that are left out are emptied. Drops the future runs of all the deployment's rows. */
  patchSchedule: (id: string, scheduleId: string, row: JsonObject) => Promise<void>
  /** Does nothing if it is gone already. */
  deleteSchedule: (id: string, scheduleId: string) => Promise<void>
  /** Has the automatic runs made at once, from `sinceMs` before the server's present on; runs that exist are not doubled. */
  scheduleRuns: (id: string, sinceMs: number) => Promise<void>
  /** The deployment of that flow as it is now; undefined only if the API itself says that there is none. */
  deploymentById: (id: string, flow: string) => Promise<LiveDeployment | undefined>
}

/** `body` has the name and whatever else the API takes; the flow's id is added. */
type Creation = { readonly flow: string; readonly flowId: string; readonly body: JsonObject }

/** Writes through the transport; an abort of the signal rejects whatever is asked. */
export function createWriter(transport: Transport, signal?: AbortSignal): PrefectWriter {
  const send = (request: ApiRequest) => transport.send({ ...request, signal })

  return {
    async ensureFlow(name) {
      const request = { method: 'POST', path: '/flows/', body: { name }, safe: true } as const
      const { body } = await send(request)
      if (isFlow(body)) return body.id
      throw unexpectedAnswer(request, 'a flow', body)
    },

    async createDeployment({ flow, flowId, body }) {
      const { name } = body
      if (typeof name !== 'string') throw new TypeError('a deployment to create has no name')
      let ownAfterAll = false
      const request: ApiRequest = {
        method: 'POST',
        path: '/deployments/',
        body: { ...body, flow_id: flowId },
        safe: true,
        async done() {
          const found = await readDeployment(transport, namedPath(flow, name), signal)
          ownAfterAll ||= found !== undefined
          return found
        },
      }
      const { status, body: row } = await send(request)
      if (!isDeploymentRow(row)) throw unexpectedAnswer(request, 'a deployment', row)
      return { deployment: liveDeployment(row, flow), created: status === 201 || ownAfterAll }
    },

    async patchDeployment(id, patch) {
      await send({ method: 'PATCH', path: idPath(id), body: patch })
    },

    async deleteDeployment(id) {
      await unlessMissing(send({ method: 'DELETE', path: idPath(id) }))
    },

    async createSchedules(id, rows) {
      await send({ method: 'POST', path: `${idPath(id)}/schedules`, body: rows })
    },

    async patchSchedule(id, scheduleId, row) {
      await send({ method: 'PATCH', path: schedulePath(id, scheduleId), body: row })
    },

    async deleteSchedule(id, scheduleId) {
      await unlessMissing(send({ method: 'DELETE', path: schedulePath(id, scheduleId) }))
    },

    async scheduleRuns(id, sinceMs) {
      const body = { start_time: new Date(transport.serverNow() - sinceMs).toISOString() }
      await send({ method: 'POST', path: `${idPath(id)}/schedule`, body, safe: true })
    },

    async deploymentById(id, flow) {
      const row = await readDeployment(transport, idPath(id), signal)
      return row && liveDeployment(row, flow)
    },
  }
}

function schedulePath(id: string, scheduleId: string): string {
  return `${idPath(id)}/schedules/${encodeURIComponent(scheduleId)}`
}
