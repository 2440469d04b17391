import type { Finding } from '../model/finding.ts'
import type { Place } from '../model/place.ts'
import { comparePlaces } from './finding-order.ts'

/** A finding for each deployment whose (flow, name) another one has too, naming the first of them by place. */
export function duplicateFindings(
  identities: readonly { readonly key: string; readonly at: Place }[],
): readonly Finding[] {
  const first = new Map<string, Place>()
  const findings: Finding[] = []
  for (const { key, at } of [...identities].sort((a, b) => comparePlaces(a.at, b.at))) {
    const other = first.get(key)
    if (other === undefined) first.set(key, at)
    else findings.push({ severity: 'error', at, deployment: key, code: 'duplicate_deployment', other })
  }
  return findings
}
