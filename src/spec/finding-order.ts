import type { Finding } from '../model/finding.ts'
import type { Place } from '../model/place.ts'

/** The findings by place, each once: what stands in a shared anchor is found again for every deployment that uses it. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const once = new Map<string, Finding>()
  for (const finding of findings) {
    const { deployment: _, ...rest } = finding
    const key = JSON.stringify(rest)
    if (!once.has(key)) once.set(key, finding)
  }
  return [...once.values()].sort((a, b) => comparePlaces(a.at, b.at) || compareTexts(a.code, b.code))
}

export function comparePlaces(a: Place, b: Place): number {
  return compareTexts(a.file, b.file) || a.line - b.line || a.column - b.column
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
