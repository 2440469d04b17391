/** A path segment that is no UUID, with its hyphens or without, matches no route, as in Prefect: 404 `Not Found`, not 422. */
export const UUID = '{[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}}'

const HEX = UUID.slice(1, -1)
const SPELLINGS = new RegExp(`^(?:urn:uuid:(${HEX})|\\{(${HEX})\\}|(${HEX}))$`)

/** Why a text is no UUID, in pydantic's words. */
export function uuidProblem(text: string): string {
  const isBraced = text.startsWith('{') && text.endsWith('}')
  const start = isBraced ? 1 : text.startsWith('urn:uuid:') ? 9 : 0
  const inner = text.slice(start, isBraced ? -1 : undefined)
  const at = inner.search(/[^0-9a-fA-F-]/)
  if (at >= 0)
    return `invalid character: found \`${String.fromCodePoint(inner.codePointAt(at) ?? 0)}\` at ${start + at}`
  const groups = inner.split('-')
  if (groups.length === 1 && !isBraced) return `invalid length: found ${inner.length}`
  if (groups.length !== GROUPS.length) return `invalid group count: expected ${GROUPS.length}, found ${groups.length}`
  const wrong = groups.findIndex(({ length }, index) => length !== GROUPS[index])
  return `invalid group length in group ${wrong}: expected ${GROUPS[wrong]}, found ${groups[wrong]?.length}`
}

/** The digits of each group. */
const GROUPS = [8, 4, 4, 4, 12]

/** As nearly all come. */
const STORED = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** A UUID in the one spelling that is stored, lower case with hyphens, whichever of its spellings was sent; undefined for any other text. */
export function storedUuid(text: string): string | undefined {
  if (STORED.test(text)) return text
  const [, urn, braced, plain] = SPELLINGS.exec(text) ?? []
  const digits = (urn ?? braced ?? plain)?.replaceAll('-', '').toLowerCase()
  return digits?.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
