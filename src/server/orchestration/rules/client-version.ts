/**
 * The versions whose workers keep to a deployment's limit by themselves
 * (`prefect/server/orchestration/dependencies.py`).
 */
const KEEPING_TO_LIMITS = new Set(['3.0.0rc20', '3.0.0', '3.0.1', '3.0.2', '3.0.3'])

/** The first release that renews leases (`MIN_CLIENT_VERSION_FOR_CONCURRENCY_LIMIT_LEASING`). */
const FIRST_WITH_LEASES = [3, 4, 11] as const

/** Whether a client of that version keeps its deployment's limit itself, so that the server must not count twice. */
export function keepsToLimits(version: string | undefined): boolean {
  return version !== undefined && KEEPING_TO_LIMITS.has(version)
}

/** Whether a client of that version renews its leases. Any other client than Prefect's own is taken for an old one. */
export function keepsLeases(version: string | undefined): boolean {
  const match = /^(\d+)\.(\d+)\.(\d+)(.*)$/.exec(version ?? '')
  if (match === null) return false
  const order = FIRST_WITH_LEASES.map((part, at) => Number(match[at + 1]) - part).find((difference) => difference !== 0)
  // `3.4.11.dev1` and `3.4.11rc1` come before `3.4.11`, `3.4.11+7` and `3.4.11.post1` after it (PEP 440).
  return order === undefined ? /^($|\+|\.?post)/.test(match[4] ?? '') : order > 0
}
