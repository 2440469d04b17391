/**
 * Whether a value matches a pattern with the wildcards of Python's `fnmatchcase` (`*`, `?`, `[…]`). A `!` before the
 * pattern turns it round. What is not there matches nothing (`prefect/server/events/schemas/events.py`, `matches`).
 * The time it takes is bounded by the product of both lengths, whatever the pattern.
 */
export function matchesWildcard(pattern: string, value: string | null | undefined): boolean {
  if (value === null || value === undefined) return false
  const isNegated = pattern.startsWith('!')
  return matches(segmentsOf(isNegated ? pattern.slice(1) : pattern), Array.from(value)) !== isNegated
}

/** What a character must be. */
type Test = (character: string) => boolean
/** What stands between two stars. */
type Segment = readonly Test[]

/** The first stands at the beginning, the last at the end, and each between them as early as it can. */
function matches(segments: readonly Segment[], value: readonly string[]): boolean {
  const [first = [], ...rest] = segments
  const last = rest.pop()
  if (last === undefined) return first.length === value.length && standsAt(first, value, 0)
  const end = value.length - last.length
  if (end < first.length || !standsAt(first, value, 0) || !standsAt(last, value, end)) return false
  let at = first.length
  for (const segment of rest) {
    while (at + segment.length <= end && !standsAt(segment, value, at)) at += 1
    if (at + segment.length > end) return false
    at += segment.length
  }
  return true
}

function standsAt(segment: Segment, value: readonly string[], at: number): boolean {
  return segment.every((test, index) => test(value[at + index] ?? ''))
}

const SEGMENTS = new Map<string, readonly Segment[]>()
const MOST_PATTERNS = 1000

function segmentsOf(pattern: string): readonly Segment[] {
  const known = SEGMENTS.get(pattern)
  if (known !== undefined) return known
  if (SEGMENTS.size >= MOST_PATTERNS) SEGMENTS.clear()
  const segments: Test[][] = [[]]
  for (const [part] of pattern.matchAll(/\[!?\]?[^\]]*\]|./gsu)) {
    if (part === '*') segments.push([])
    else segments.at(-1)?.push(testOf(part))
  }
  SEGMENTS.set(pattern, segments)
  return segments
}

function testOf(part: string): Test {
  if (part === '?') return () => true
  if (part.startsWith('[') && part.length > 2) return setTest(part.slice(1, -1))
  return (character) => character === part
}

/** A range that runs backwards holds nothing, as in Python. */
function setTest(inner: string): Test {
  const isNegated = inner.startsWith('!')
  const characters = Array.from(isNegated ? inner.slice(1) : inner)
  const tests: Test[] = []
  for (let at = 0; at < characters.length; at += 1) {
    const from = characters[at] ?? ''
    const to = characters[at + 2]
    if (characters[at + 1] === '-' && to !== undefined) {
      tests.push((character) => from <= character && character <= to)
      at += 2
    } else tests.push((character) => character === from)
  }
  return (character) => tests.some((test) => test(character)) !== isNegated
}
