import type { LiveDeployment } from '../model/deployment.ts'
import type { Json, JsonObject } from '../model/json.ts'
import { isJsonObject } from '../model/json.ts'
import type { LiveSchedule } from '../model/schedule.ts'
import { liveDeployment, liveSchedule } from './live.ts'
import { readDeployment, segment, unlessMissing } from './reader.ts'
import type { ApiRequest, Transport } from './transport.ts'
import { unexpectedAnswer } from './transport.ts'

/**
 * Everything that changes something on a Prefect API. What is harmless to repeat is repeated by itself; `createDeployment`
 * and `createSchedules` are not: their errors say with `answerLost` that the thing may exist now, so read again first.
 */
export type PrefectWriter = {
  /** The flow's id; the flow is created if there is none of that name. */
  ensureFlow: (name: string) => Promise<string>
  /**
   * Creates the deployment and gives its id. On one that exists the server would replace every schedule: read first that
   * there is none.
   */
  createDeployment: (body: JsonObject) => Promise<string>
  /** Changes the given fields. The server drops the deployment's future automatic runs. */
  patchDeployment: (id: string, patch: JsonObject) => Promise<void>
  /** Does nothing if it is gone already. */
  deleteDeployment: (id: string) => Promise<void>
  /** Creates schedule rows and gives them with their ids. */
  createSchedules: (id: string, rows: readonly JsonObject[]) => Promise<readonly LiveSchedule[]>
  /** Writes the whole row: parameters that are left out are emptied. Drops the future runs of all the deployment's rows. */
  patchSchedule: (id: string, scheduleId: string, row: JsonObject) => Promise<void>
  /** Does nothing if it is gone already. */
  deleteSchedule: (id: string, scheduleId: string) => Promise<void>
  /** Has the automatic runs made at once from `startTime` (ISO 8601) on; runs that exist are not doubled. */
  scheduleRuns: (id: string, startTime: string) => Promise<void>
  /** The deployment as it is now; undefined only if the API itself says that there is none. */
  deployment: (flow: string, name: string) => Promise<LiveDeployment | undefined>
}

/** Writes through the transport; an abort of the signal rejects whatever is asked. */
export function createWriter(transport: Transport, signal?: AbortSignal): PrefectWriter {
  const send = (request: ApiRequest) => transport.request({ ...request, signal })

  async function create(request: ApiRequest): Promise<string> {
    const answer = await send(request)
    if (isJsonObject(answer) && typeof answer['id'] === 'string') return answer['id']
    throw unexpectedAnswer(request, 'an object with an `id`', answer)
  }

  return {
    ensureFlow: (name) => create({ method: 'POST', path: '/flows/', body: { name }, safe: true }),

    createDeployment: (body) => create({ method: 'POST', path: '/deployments/', body }),

    async patchDeployment(id, patch) {
      await send({ method: 'PATCH', path: `/deployments/${segment(id)}`, body: patch })
    },

    async deleteDeployment(id) {
      await unlessMissing(send({ method: 'DELETE', path: `/deployments/${segment(id)}` }))
    },

    async createSchedules(id, rows) {
      const request = { method: 'POST', path: `/deployments/${segment(id)}/schedules`, body: rows } as const
      const answer = await send(request)
      return schedulesOf(request, answer, rows.length)
    },

    async patchSchedule(id, scheduleId, row) {
      await send({ method: 'PATCH', path: schedulePath(id, scheduleId), body: row })
    },

    async deleteSchedule(id, scheduleId) {
      await unlessMissing(send({ method: 'DELETE', path: schedulePath(id, scheduleId) }))
    },

    async scheduleRuns(id, startTime) {
      const path = `/deployments/${segment(id)}/schedule`
      await send({ method: 'POST', path, body: { start_time: startTime }, safe: true })
    },

    async deployment(flow, name) {
      const row = await readDeployment(transport, `/deployments/name/${segment(flow)}/${segment(name)}`, signal)
      return row && liveDeployment(row, flow)
    },
  }
}

function schedulePath(id: string, scheduleId: string): string {
  return `/deployments/${segment(id)}/schedules/${segment(scheduleId)}`
}

function schedulesOf(request: ApiRequest, answer: Json | undefined, expected: number): readonly LiveSchedule[] {
  const rows = Array.isArray(answer) ? (answer as readonly Json[]).flatMap((row) => liveSchedule(row) ?? []) : []
  if (rows.length === expected) return rows
  throw unexpectedAnswer(request, `a list of ${expected} schedules`, answer)
}
