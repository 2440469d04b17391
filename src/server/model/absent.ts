/** Whether a request leaves something to its default: null and missing are the same in most places. */
export function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined
}
