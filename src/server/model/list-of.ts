import { isAbsent } from './absent.ts'

/** A list of what is one value, several, or none. */
export function listOf<T>(value: T | readonly T[] | null | undefined): readonly T[] {
  if (isAbsent(value)) return []
  return isList(value) ? value : [value]
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value)
}
