/** Whether a path is a pattern that may match many. */
export function hasWildcard(path: string): boolean {
  return /[*?{[]/.test(path)
}
