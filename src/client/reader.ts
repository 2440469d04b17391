import type { LiveDeployment, LiveWorkPool } from '../model/deployment.ts'
import type { Json, JsonObject } from '../model/json.ts'
import { isJsonObject } from '../model/json.ts'
import { isMissing, PrefectApiError } from './api-error.ts'
import type { DeploymentRow } from './live.ts'
import { isDeploymentRow, liveDeployment, liveWorkPool } from './live.ts'
import type { Row } from './pages.ts'
import { inAllowedSize, readList, rowsOf } from './pages.ts'
import type { Transport } from './transport.ts'
import { unexpectedAnswer } from './transport.ts'

/** Everything that can be asked of a Prefect API, and no way to change anything there. */
export type PrefectReader = {
  /** The version of Prefect that the server runs, such as `3.8.8`. */
  version: () => Promise<string>
  /**
   * Every deployment that carries the tag `marked`, or has one of the names, of whatever flow. All of them or an error:
   * a list that does not keep still is an error after three readings. For 1,000 it takes at most 11 requests.
   */
  deployments: (which: DeploymentQuestion) => Promise<readonly LiveDeployment[]>
  /** Undefined only if the API itself says that there is none. */
  deployment: (flow: string, name: string) => Promise<LiveDeployment | undefined>
  deploymentById: (id: string) => Promise<LiveDeployment | undefined>
  /** Every work pool, or an error as with `deployments`. */
  workPools: () => Promise<readonly LiveWorkPool[]>
  flowByName: (name: string) => Promise<LiveFlow | undefined>
}

type DeploymentQuestion = { readonly marked: string } | { readonly names: readonly string[] }

export type LiveFlow = { readonly id: string; readonly name: string }

const READINGS = 3
/** Keeps a request's body well under 1 MB, and the server's query under what SQLite can bind. */
const MOST_NAMES = 2000

/** Reads through the transport; an abort of the signal rejects whatever is asked. */
export function createReader(transport: Transport, signal?: AbortSignal): PrefectReader {
  return {
    async version() {
      const request = { method: 'GET', path: '/admin/version', signal } as const
      const answer = await transport.request(request)
      if (typeof answer !== 'string') throw unexpectedAnswer(request, 'a version', answer)
      return answer
    },

    async deployments(which) {
      return steady('deployments', () => readDeployments(transport, which, signal))
    },

    async deployment(flow, name) {
      const row = await readDeployment(transport, namedPath(flow, name), signal)
      return row && liveDeployment(row, flow)
    },

    async deploymentById(id) {
      const row = await readDeployment(transport, idPath(id), signal)
      const flow = row && (await readFlow(transport, `/flows/${encodeURIComponent(row.flow_id)}`, signal))
      return row && flow && liveDeployment(row, flow.name)
    },

    async workPools() {
      const rows = await inAllowedSize((size) => steady('work_pools', () => readWorkPools(transport, { size, signal })))
      return rows.flatMap((row) => liveWorkPool(row) ?? [])
    },

    flowByName: (name) => readFlow(transport, `/flows/name/${encodeURIComponent(name)}`, signal),
  }
}

/** The path of a deployment by its names. */
export function namedPath(flow: string, name: string): string {
  return `/deployments/name/${encodeURIComponent(flow)}/${encodeURIComponent(name)}`
}

/** The path of a deployment by its id. */
export function idPath(id: string): string {
  return `/deployments/${encodeURIComponent(id)}`
}

/** One deployment by its path; undefined if the API says that there is none. */
export async function readDeployment(
  transport: Transport,
  path: string,
  signal: AbortSignal | undefined,
): Promise<DeploymentRow | undefined> {
  const request = { method: 'GET', path, signal } as const
  const row = await unlessMissing(transport.request(request))
  if (row === undefined || isDeploymentRow(row)) return row
  throw unexpectedAnswer(request, 'a deployment', row)
}

async function readFlow(
  transport: Transport,
  path: string,
  signal: AbortSignal | undefined,
): Promise<LiveFlow | undefined> {
  const request = { method: 'GET', path, signal } as const
  const row = await unlessMissing(transport.request(request))
  if (row === undefined || isFlow(row)) return row
  throw unexpectedAnswer(request, 'a flow', row)
}

/** The answer, or undefined if the API itself says that there is no such thing. */
export async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** What a reading gives that the list kept still for, in a few attempts. */
async function steady<T>(kind: string, read: () => Promise<T | undefined>): Promise<T> {
  for (let reading = 1; reading <= READINGS; reading++) {
    const found = await read()
    if (found !== undefined) return found
  }
  throw new PrefectApiError({
    method: 'POST',
    path: `/${kind}/filter`,
    code: 'api_unstable_list',
    message: `the list did not agree with the server's count in ${READINGS} readings`,
    retriable: true,
    hint: `Something else is creating or deleting ${kind.replace('_', ' ')} just now; try again when it is done.`,
  })
}

type WorkPoolQuestion = { readonly size: number; readonly signal: AbortSignal | undefined }

/**
 * One reading of all rows; undefined if they are not as many as the server counts. It counts before it gives the pages,
 * as whatever goes in between is then missed in the number; for a single page there is nothing to compare.
 */
async function readWorkPools(transport: Transport, question: WorkPoolQuestion): Promise<readonly Row[] | undefined> {
  const { size, signal } = question
  const only = await workPoolPage(transport, question, 0)
  if (only.length < size) return only
  const count = { method: 'POST', path: '/work_pools/count', body: {}, safe: true, signal } as const
  const total = await transport.request(count)
  if (typeof total !== 'number') throw unexpectedAnswer(count, 'a number', total)
  const rows = new Map<string, Row>()
  for (let offset = 0; offset < total; offset += size) {
    for (const row of await workPoolPage(transport, question, offset)) rows.set(row.id, row)
  }
  return rows.size === total ? [...rows.values()] : undefined
}

async function workPoolPage(
  transport: Transport,
  { size, signal }: WorkPoolQuestion,
  offset: number,
): Promise<readonly Row[]> {
  const body = { limit: size, offset }
  const request = { method: 'POST', path: '/work_pools/filter', body, safe: true, signal } as const
  return rowsOf(request, await transport.request(request))
}

/** One reading of everything; undefined if the server's rows moved meanwhile. */
async function readDeployments(
  transport: Transport,
  which: DeploymentQuestion,
  signal: AbortSignal | undefined,
): Promise<readonly LiveDeployment[] | undefined> {
  const lists = await Promise.all(
    deploymentFilters(which).map((deployments) =>
      readList(transport, { kind: 'deployments', filters: { deployments }, signal }),
    ),
  )
  const rows = new Map<string, DeploymentRow>()
  for (const list of lists) {
    if (list === undefined) return undefined
    for (const row of list) {
      if (!isDeploymentRow(row)) throw unexpectedAnswer(FILTER, 'a deployment with `id`, `name` and `flow_id`', row)
      rows.set(row.id, row)
    }
  }
  const flows = await readFlowNames(transport, [...rows.values()], signal)
  return flows && [...rows.values()].map((row) => liveDeployment(row, flows.get(row.flow_id) ?? ''))
}

const FILTER = { method: 'POST', path: '/deployments/filter' } as const

/** One filter for the mark; for names one, and more only when they are too many for one request. */
function deploymentFilters(which: DeploymentQuestion): readonly JsonObject[] {
  if ('marked' in which) return [{ tags: { any_: [which.marked] } }]
  return chunksOf([...new Set(which.names)], MOST_NAMES).map((chunk) => ({ name: { any_: chunk } }))
}

/** The flows' names by id, as rows of deployments carry only that. Undefined if a flow has gone since they were read. */
async function readFlowNames(
  transport: Transport,
  rows: readonly DeploymentRow[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, string> | undefined> {
  const ids = [...new Set(rows.map((row) => row.flow_id))]
  const pages = await inAllowedSize((size) =>
    Promise.all(
      chunksOf(ids, size).map(async (chunk) => {
        const body = { flows: { id: { any_: chunk } }, limit: chunk.length }
        const request = { method: 'POST', path: '/flows/filter', body, safe: true, signal } as const
        return rowsOf(request, await transport.request(request))
      }),
    ),
  )
  const names = new Map<string, string>()
  for (const row of pages.flat()) if (isFlow(row)) names.set(row.id, row.name)
  return names.size === ids.length ? names : undefined
}

/** Whether an answer is a flow, as far as we need one. */
export function isFlow(row: Json | undefined): row is JsonObject & LiveFlow {
  return isJsonObject(row) && typeof row['id'] === 'string' && typeof row['name'] === 'string'
}

function chunksOf<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_nothing, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}
