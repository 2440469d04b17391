import { ACCEPT, ANY, type TaskRule } from './rule.ts'
import { proposal } from '../../model/state.ts'

/**
 * Tasks run while their flow does (`PreventRunningTasksFromStoppedFlows`,
 * `prefect/server/orchestration/core_policy.py`).
 */
export const runInRunningFlow: TaskRule = {
  name: 'run tasks of running flows',
  from: ANY,
  to: ['RUNNING'],
  before(_run, _proposed, { flowRun }) {
    if (flowRun === undefined || flowRun.state?.type === 'RUNNING') return ACCEPT
    if (flowRun.state?.type !== 'PAUSED') {
      return { verdict: 'abort', reason: 'The enclosing flow must be running to begin task execution.' }
    }
    const { pauseTimeout, pauseReschedule } = flowRun.state
    return {
      verdict: 'reject',
      state: proposal('PAUSED', {
        name: 'NotReady',
        details: { pause_timeout: pauseTimeout, pause_reschedule: pauseReschedule },
      }),
      reason: `The flow is paused, new tasks can execute after resuming flow run: ${flowRun.id}.`,
    }
  },
}
