import { distance } from 'fastest-levenshtein'

/** The candidate that `word` was probably meant to be; undefined when none is near. Letter case does not count. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const lower = word.toLowerCase()
  let best: string | undefined
  let fewest = (word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3))) + 1
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= fewest) continue
    const edits = isShuffled(lower, candidate.toLowerCase()) ? 1 : distance(lower, candidate.toLowerCase())
    if (edits < fewest) [best, fewest] = [candidate, edits]
  }
  return best
}

/** Two letters changed about are one slip of the fingers, not two edits. */
function isShuffled(a: string, b: string): boolean {
  return a.length === b.length && a !== b && sorted(a) === sorted(b)
}

function sorted(text: string): string {
  return text.split('').sort().join('')
}
