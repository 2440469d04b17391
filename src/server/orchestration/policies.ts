import type { FlowRule, TaskRule } from './rules/rule.ts'
import { enqueueTask, keepParameters } from './rules/background-task.ts'
import { cancelAtOnce } from './rules/cancel-at-once.ts'
import { confirmSlot } from './rules/confirm-slot.ts'
import { countFlowAttempt } from './rules/count-flow-attempt.ts'
import { finishCancelling } from './rules/finish-cancelling.ts'
import { forgetLease } from './rules/forget-lease.ts'
import { keepLeaseId } from './rules/keep-lease-id.ts'
import { keepResult } from './rules/keep-result.ts'
import { leaveEndOfTask } from './rules/leave-end-of-task.ts'
import { leaveEnd } from './rules/leave-end.ts'
import { cancelLateWithoutSlot, markLateOnce } from './rules/mark-late.ts'
import { pause } from './rules/pause.ts'
import { refuseRepetition } from './rules/refuse-repetition.ts'
import { releaseSlot } from './rules/release-slot.ts'
import { releaseTagSlots } from './rules/release-tag-slots.ts'
import { renameReruns } from './rules/rename-reruns.ts'
import { resume } from './rules/resume.ts'
import { retryFlow } from './rules/retry-flow.ts'
import { retryTask } from './rules/retry-task.ts'
import { runInRunningFlow } from './rules/run-in-running-flow.ts'
import { awaitScheduledTime, keepScheduledTime } from './rules/scheduled-time.ts'
import { submitOnce } from './rules/submit-once.ts'
import { takeSlot } from './rules/take-slot.ts'
import { takeTagSlots } from './rules/take-tag-slots.ts'
import { keepInCache, takeFromCache } from './rules/task-cache.ts'

/**
 * Which rules judge a flow run's transition, in order (`prefect/server/orchestration/core_policy.py`): `core` what
 * clients ask for, `minimal` what is forced and the first state of a run, `late` what the server itself does to late
 * runs.
 */
export const FLOW_POLICIES = {
  core: [
    keepLeaseId,
    refuseRepetition,
    leaveEnd,
    finishCancelling,
    cancelAtOnce,
    submitOnce,
    confirmSlot,
    takeSlot,
    forgetLease,
    markLateOnce,
    pause,
    resume,
    keepScheduledTime,
    awaitScheduledTime,
    retryFlow,
    releaseSlot,
  ],
  minimal: [keepResult, cancelAtOnce, releaseSlot],
  late: [markLateOnce, cancelLateWithoutSlot],
} as const satisfies { readonly [policy: string]: readonly FlowRule[] }

export type FlowPolicyName = keyof typeof FLOW_POLICIES

/**
 * Which rules judge a task run's transition, in order (`prefect/server/orchestration/core_policy.py`): `core` what
 * clients ask for, `background` the same for tasks that are served apart from any flow, `minimal` what is forced and
 * the first state.
 */
export const TASK_POLICIES = {
  core: [
    takeFromCache,
    leaveEndOfTask,
    runInRunningFlow,
    takeTagSlots,
    keepScheduledTime,
    awaitScheduledTime,
    retryTask,
    renameReruns,
    countFlowAttempt,
    keepInCache,
    releaseTagSlots,
  ],
  background: [
    submitOnce,
    takeFromCache,
    leaveEndOfTask,
    keepScheduledTime,
    keepParameters,
    awaitScheduledTime,
    retryTask,
    renameReruns,
    countFlowAttempt,
    keepInCache,
    releaseTagSlots,
    enqueueTask,
  ],
  minimal: [releaseTagSlots],
} as const satisfies { readonly [policy: string]: readonly TaskRule[] }

export type TaskPolicyName = keyof typeof TASK_POLICIES
