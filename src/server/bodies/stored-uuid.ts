/** A path segment that is no UUID, with its hyphens or without, matches no route, as in Prefect: 404 `Not Found`, not 422. */
export const UUID = '{[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}}'

const HEX = UUID.slice(1, -1)
const SPELLINGS = new RegExp(`^(?:urn:uuid:(${HEX})|\\{(${HEX})\\}|(${HEX}))$`)

/** A UUID in the one spelling that is stored, lower case with hyphens, whichever of its spellings was sent; undefined for any other text. */
export function storedUuid(text: string): string | undefined {
  const [, urn, braced, plain] = SPELLINGS.exec(text) ?? []
  const digits = (urn ?? braced ?? plain)?.replaceAll('-', '').toLowerCase()
  return digits?.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
