import { ANY, type TaskRule } from './rule.ts'

/**
 * A task run that does not run holds no slot of a tag (`ReleaseTaskConcurrencySlots`,
 * `prefect/server/orchestration/core_policy.py`).
 */
export const releaseTagSlots: TaskRule = {
  name: 'release slots of the tags',
  from: ANY,
  to: ANY,
  isUniversal: true,
  after(_run, { written }, { heldLeases }) {
    if (written === null || written.type === 'RUNNING' || written.type === 'CANCELLING') return {}
    return {
      effects: heldLeases.map((leaseId) => ({ kind: 'release-lease', leaseId, fallbackLimitId: undefined })),
    }
  },
}
