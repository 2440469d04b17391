import type { ApiState } from '../store/run-state.ts'
import type { Answer } from './orchestrate.ts'

/** How a transition is answered, as the API says it (`prefect/server/schemas/responses.py`, `OrchestrationResult`). */
export type OrchestrationResult = {
  /** The state that is in force now; null for a run that has none. */
  readonly state: ApiState | null
  readonly status: Answer['status']
  readonly details:
    | { readonly type: 'accept_details' }
    | { readonly type: 'reject_details' | 'abort_details'; readonly reason: string }
    | { readonly type: 'wait_details'; readonly delay_seconds: number; readonly reason: string }
}

/** A result, and whether a state was written: then it is answered with 201. */
export type Transition = { readonly result: OrchestrationResult; readonly isNew: boolean }

export function orchestrationResult(state: ApiState | null, answer: Answer): OrchestrationResult {
  const { status } = answer
  switch (status) {
    case 'ACCEPT':
      return { state, status, details: { type: 'accept_details' } }
    case 'REJECT':
      return { state, status, details: { type: 'reject_details', reason: answer.reason } }
    case 'ABORT':
      return { state, status, details: { type: 'abort_details', reason: answer.reason } }
    case 'WAIT': {
      const { delaySeconds: delay_seconds, reason } = answer
      return { state, status, details: { type: 'wait_details', delay_seconds, reason } }
    }
  }
}
