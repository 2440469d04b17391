import type { Json, JsonObject } from '../../model/json.ts'
import { stampText } from '../model/stamp.ts'

/** What every stored object has. */
export type Stored = { readonly id: string; readonly created: string; readonly updated: string }

type BaseRow = { readonly id: string; readonly created: number; readonly updated: number }

export function storedPart(row: BaseRow): Stored {
  return { id: row.id, created: stampText(row.created), updated: stampText(row.updated) }
}

export function bit(value: boolean): 0 | 1 {
  return value ? 1 : 0
}

export function jsonText(value: unknown): string {
  return JSON.stringify(value)
}

/** The API's null is SQL NULL. */
export function nullableJsonText(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value)
}

export function jsonOf(text: string): Json {
  const value: Json = JSON.parse(text)
  return value
}

export function objectOf(text: string): JsonObject {
  const value: JsonObject = JSON.parse(text)
  return value
}

export function nullableObjectOf(text: string | null): JsonObject | null {
  return text === null ? null : objectOf(text)
}

export function nullableListOf(text: string | null): readonly Json[] | null {
  if (text === null) return null
  const value: readonly Json[] = JSON.parse(text)
  return value
}

export function tagsOf(text: string): readonly string[] {
  const value: readonly string[] = JSON.parse(text)
  return value
}

export function labelsOf(text: string): Labels {
  const value: Labels = JSON.parse(text)
  return value
}

export function nullableStampText(stamp: number | null): string | null {
  return stamp === null ? null : stampText(stamp)
}

export type Labels = { readonly [key: string]: string | number | boolean }

/**
 * The columns that are to be set: those that are defined. A null may stand where the table has none: the table then
 * refuses it, and the request is answered as Prefect answers it.
 */
export function setColumns<Row>(values: { readonly [Name in keyof Row]?: Row[Name] | null | undefined }): Partial<Row> {
  const set = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the nulls of above are meant
  return set as Partial<Row>
}
