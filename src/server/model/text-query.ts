/** What a text search asks for: one of the included, none of the excluded, all of the required. In lower case. */
export type TextQuery = {
  readonly include: readonly string[]
  readonly exclude: readonly string[]
  readonly required: readonly string[]
}

/**
 * Reads a search as people type it (`prefect/server/utilities/text_search_parser.py`): words between blanks, `-` or `!`
 * before what must not be there, `+` before what must, quotes around words that belong together, `\"` within them.
 */
export function parseTextQuery(query: string): TextQuery {
  const found = { include: [] as string[], exclude: [] as string[], required: [] as string[] }
  for (const [, sign = '', phrase, word] of query.matchAll(TERM)) {
    const term = (phrase === undefined ? (word ?? '') : phrase.replaceAll(/\\(["\\])/g, '$1')).toLowerCase()
    if (term.trim() === '' || (sign === '' && phrase === undefined && /^[-!+]$/.test(term))) continue
    const kind = sign === '' ? 'include' : sign === '+' ? 'required' : 'exclude'
    found[kind].push(term)
  }
  return found
}

/** A sign stands right before its term; a quote that is never closed closes at the end. */
const TERM = /(?:([-!+])(?=\S))?(?:"((?:\\.|[^"\\])*\\?)(?:"|$)|([^\s"]+))/gs

/** Whether a text is what a search asks for. */
export function matchesText(text: string, { include, exclude, required }: TextQuery): boolean {
  const lower = text.toLowerCase()
  const holds = (term: string): boolean => lower.includes(term)
  return (include.length === 0 || include.some(holds)) && !exclude.some(holds) && required.every(holds)
}
