/** A path segment that is no UUID matches no route, as in Prefect: 404 `Not Found`, not 422. */
export const UUID = '{[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}}'

const WHOLE = new RegExp(`^${UUID.slice(1, -1)}$`)

/** Whether the whole text is a UUID. */
export function isUuid(text: string): boolean {
  return WHOLE.test(text)
}

/** A thing that a path names by its id or by its name. */
export function keyOfText(text: string): { readonly column: 'id' | 'name'; readonly value: string } {
  return isUuid(text) ? { column: 'id', value: text.toLowerCase() } : { column: 'name', value: text }
}
