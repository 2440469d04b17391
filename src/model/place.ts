/** A stretch of a file that a person wrote. `file` is relative to the project's root; lines and columns count from 1. */
export type Place = {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly endLine?: number
  readonly endColumn?: number
}

/** The place as editors and terminals link it: `deployments/etl.yaml:3:5`. */
export function placeText(place: Place): string {
  return `${place.file}:${place.line}:${place.column}`
}
