import { ACCEPT, type RunRule } from './rule.ts'
import { withDetails } from '../../model/state.ts'

/** A pending run knows when it was to start (`CopyScheduledTime`, `prefect/server/orchestration/core_policy.py`). */
export const keepScheduledTime: RunRule = {
  name: 'keep the scheduled time',
  from: ['SCHEDULED'],
  to: ['PENDING'],
  before({ state }, proposed) {
    if (state === null || proposed.state_details.scheduled_time !== null) return ACCEPT
    const { scheduled_time } = state.state_details
    return { verdict: 'accept', proposed: withDetails(proposed, { scheduled_time }) }
  },
}

/**
 * No run begins before its time by the server's clock (`WaitForScheduledTime`,
 * `prefect/server/orchestration/core_policy.py`).
 */
export const awaitScheduledTime: RunRule = {
  name: 'wait for the scheduled time',
  from: ['SCHEDULED', 'PENDING'],
  to: ['RUNNING'],
  before({ state }, _proposed, { now }) {
    const at = state?.state_details.scheduled_time ?? null
    if (at === null) return ACCEPT
    const delaySeconds = roundedSeconds(at - now)
    if (delaySeconds <= 0) return ACCEPT
    return { verdict: 'wait', delaySeconds, reason: 'Scheduled time is in the future' }
  },
}

/** The nearest whole second, half a second going down as Python rounds it there. */
function roundedSeconds(micros: number): number {
  const whole = Math.floor(micros / 1_000_000)
  return micros - whole * 1_000_000 > 500_000 ? whole + 1 : whole
}
