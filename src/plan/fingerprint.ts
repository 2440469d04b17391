import { createHash } from 'node:crypto'
import type { DesiredDeployment, LiveDeployment } from '../model/deployment.ts'
import { canonicalJson, type Json } from '../model/json.ts'

/**
 * `sha256:` over what is desired and what was read of the server: two plans with one fingerprint do the same. Places in
 * files are left out, since moving a line changes nothing; so is `updated`, which moves without a change and stays
 * where schedules moved.
 */
export function fingerprintOf(
  desired: readonly DesiredDeployment[],
  live: readonly LiveDeployment[],
  settings: Json,
): string {
  const value = {
    settings,
    desired: desired.toSorted(byKey).map(({ at: _at, places: _places, ...rest }) => rest),
    live: live.toSorted(byKey).map(({ updated: _updated, ...rest }) => ({
      ...rest,
      tags: rest.tags.toSorted(),
      schedules: rest.schedules.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    })),
  }
  return `sha256:${createHash('sha256').update(canonicalJson(value)).digest('hex')}`
}

function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0
}
