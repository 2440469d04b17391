import type { Json } from '../../model/json.ts'
import { stampText } from './stamp.ts'

/** What every stored object has. */
export type Stored = { readonly id: string; readonly created: string; readonly updated: string }

type BaseRow = { readonly id: string; readonly created: number; readonly updated: number }

export function storedPart(row: BaseRow): Stored {
  return { id: row.id, created: stampText(row.created), updated: stampText(row.updated) }
}

export function bit(value: boolean): 0 | 1 {
  return value ? 1 : 0
}

export function jsonText(value: Json): string {
  return JSON.stringify(value)
}

/** The API's null is SQL NULL. */
export function nullableJsonText(value: Json | null): string | null {
  return value === null ? null : JSON.stringify(value)
}

export function parsed<T = Json>(text: string): T {
  return JSON.parse(text) as T
}

export function nullableParsed<T = Json>(text: string | null): T | null {
  return text === null ? null : parsed<T>(text)
}

export function nullableStampText(stamp: number | null): string | null {
  return stamp === null ? null : stampText(stamp)
}

export type Labels = { readonly [key: string]: string | number | boolean }

/** Only what is defined: Kysely would write an undefined as a value to set. */
export function definedOnly<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T
}
