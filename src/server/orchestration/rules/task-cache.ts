import { cacheKeyProblem } from '../../model/cache-key.ts'
import { ACCEPT, ANY, type TaskRule } from './rule.ts'
import type { ProposedState } from '../../model/state.ts'

/**
 * What a task run completed is kept under its cache key (`CacheInsertion`,
 * `prefect/server/orchestration/core_policy.py`).
 */
export const keepInCache: TaskRule = {
  name: 'keep a completed state under its cache key',
  from: ANY,
  to: ['COMPLETED'],
  before(_run, proposed) {
    const reason = cacheKeyProblem(proposed.state_details.cache_key ?? '')
    return reason === undefined ? ACCEPT : { verdict: 'reject', state: proposed, reason }
  },
  after(_run, { written }) {
    const key = cacheKey(written)
    if (written === null || key === undefined) return {}
    return { effects: [{ kind: 'cache-state', cacheKey: key, expiration: written.state_details.cache_expiration }] }
  },
}

/**
 * What is kept under the cache key is not run again (`CacheRetrieval`, `prefect/server/orchestration/core_policy.py`).
 */
export const takeFromCache: TaskRule = {
  name: 'take a completed state from its cache key',
  from: ANY,
  to: ['RUNNING'],
  before(_run, proposed, { cached }) {
    const isWanted = cacheKey(proposed) !== undefined && proposed.state_details.refresh_cache !== true
    if (!isWanted || cached === undefined) return ACCEPT
    const { type, message, data, state_details } = cached
    return {
      verdict: 'reject',
      state: { type, name: 'Cached', message, data, state_details },
      reason: 'Retrieved state from cache',
    }
  },
}

/** An empty key is none. */
function cacheKey(state: ProposedState | null): string | undefined {
  const key = state?.state_details.cache_key ?? ''
  return key === '' ? undefined : key
}
