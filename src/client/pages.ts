import type { Json, JsonObject } from '../model/json.ts'
import { isJsonObject } from '../model/json.ts'
import { PrefectApiError } from './api-error.ts'
import type { Transport } from './transport.ts'
import { unexpectedAnswer } from './transport.ts'

/** The most rows that a server gives at once, unless it is set to fewer (`PREFECT_SERVER_API_DEFAULT_LIMIT`). */
const PAGE_SIZE = 200

/** What a list is asked for: the API has `/<kind>/filter` and `/<kind>/count`, which take the same filters. */
export type ListQuestion = {
  readonly kind: 'deployments'
  readonly filters: JsonObject
  readonly signal?: AbortSignal | undefined
}

/** A row with what every row has. */
export type Row = JsonObject & { readonly id: string }

/**
 * Every row that the filters match, or undefined if the list moved while it was read: its rows, without repetitions, are
 * then not as many as the server counts. Newest first, because an age is the one order that no writer changes: a row
 * that comes or goes shifts the pages, and that shows in the number.
 */
export async function readList(transport: Transport, question: ListQuestion): Promise<readonly Row[] | undefined> {
  const { kind, filters, signal } = question
  const count = { method: 'POST', path: `/${kind}/count`, body: filters, safe: true, signal } as const
  const [total, { rows: first, size }] = await Promise.all([transport.request(count), firstPage(transport, question)])
  if (typeof total !== 'number') throw unexpectedAnswer(count, 'a number', total)
  const offsets = Array.from({ length: Math.ceil(total / size) - 1 }, (_nothing, page) => (page + 1) * size)
  const rest = await Promise.all(offsets.map((offset) => readPage(transport, question, { offset, size })))
  const rows = new Map([first, ...rest].flat().map((row) => [row.id, row]))
  return rows.size === total ? [...rows.values()] : undefined
}

/** The first page, in the size that the server allows. */
function firstPage(transport: Transport, question: ListQuestion) {
  return inAllowedSize(async (size) => ({ rows: await readPage(transport, question, { offset: 0, size }), size }))
}

/** What `read` gives with pages of our size, or of the server's own where it refuses those. */
export async function inAllowedSize<T>(read: (size: number) => Promise<T>): Promise<T> {
  try {
    return await read(PAGE_SIZE)
  } catch (error) {
    const size = allowedSize(error)
    if (size === undefined) throw error
    return read(size)
  }
}

/** The server's own limit, from its refusal of ours (prefect 3.8.8 `server/api/dependencies.py`). */
function allowedSize(error: unknown): number | undefined {
  if (!(error instanceof PrefectApiError) || error.status !== 422) return undefined
  const size = Number(/Invalid limit: must be less than or equal to (\d+)/.exec(error.detail ?? '')?.[1])
  return size > 0 ? size : undefined
}

async function readPage(
  transport: Transport,
  { kind, filters, signal }: ListQuestion,
  { offset, size }: { readonly offset: number; readonly size: number },
): Promise<readonly Row[]> {
  const body = { ...filters, sort: 'CREATED_DESC', limit: size, offset }
  const request = { method: 'POST', path: `/${kind}/filter`, body, safe: true, signal } as const
  return rowsOf(request, await transport.request(request))
}

/** The answer as a list of rows with ids; anything else is an error, never an empty list. */
export function rowsOf(request: Parameters<typeof unexpectedAnswer>[0], answer: Json | undefined): readonly Row[] {
  const rows = Array.isArray(answer) ? (answer as readonly Json[]) : undefined
  if (rows === undefined) throw unexpectedAnswer(request, 'a list', answer)
  return rows.map((row) => {
    if (isRow(row)) return row
    throw unexpectedAnswer(request, 'a list of objects with an `id`', row)
  })
}

function isRow(row: Json): row is Row {
  return isJsonObject(row) && typeof row['id'] === 'string'
}
