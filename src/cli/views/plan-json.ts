import type { Finding } from '../../model/finding.ts'
import type { Json } from '../../model/json.ts'
import type { Outcome } from '../../model/outcome.ts'
import type { Change, FieldChange, Plan, Refusal, ScheduleChange } from '../../model/plan.ts'
import { findingJson } from '../../spec/finding-json.ts'
import { errorJson } from './error-text.ts'
import { planCounts } from './plan-text.ts'
import { refusalMessage, refusalRemedy } from './refusal-text.ts'

export type PlanDocumentParts = {
  readonly plan?: Plan
  /** Of the reading: the plan has its own besides. */
  readonly findings?: readonly Finding[]
  readonly outcomes?: readonly Outcome[]
  readonly error?: unknown
}

/** The document that `plan --json` and `apply --json` print, as `schemas/plan.schema.json` describes it. */
export function planJson({ plan, findings = [], outcomes, error }: PlanDocumentParts) {
  const all = [...findings, ...(plan?.findings ?? [])]
  return {
    format: 'registrar.plan/1',
    status: statusOf(plan, all, outcomes, error),
    scope: plan?.scope ?? null,
    target: plan ? { name: plan.target.name, url: plan.target.url } : null,
    fingerprint: plan?.fingerprint ?? null,
    summary: planCounts(plan?.changes ?? []),
    changes: (plan?.changes ?? []).map(changeJson),
    refusals: (plan?.refusals ?? []).map(refusalJson),
    findings: all.map(findingJson),
    outcomes: outcomes?.map(outcomeJson) ?? null,
    error: error === undefined ? null : errorJson(error),
  }
}

function statusOf(
  plan: Plan | undefined,
  findings: readonly Finding[],
  outcomes: readonly Outcome[] | undefined,
  error: unknown,
) {
  if (outcomes)
    return outcomes.every(({ result }) => result !== 'failed' && result !== 'not_attempted')
      ? 'applied'
      : 'partly_applied'
  if (error !== undefined || plan === undefined || findings.some(({ severity }) => severity === 'error'))
    return 'stopped'
  return plan.refusals.length > 0 ? 'refused' : 'planned'
}

function changeJson(change: Change) {
  return {
    action: change.action,
    reason: change.reason,
    key: change.key,
    id: 'live' in change ? change.live.id : null,
    at: ('desired' in change ? change.desired?.at : undefined) ?? null,
    fields: 'fields' in change ? change.fields.map(fieldJson) : [],
    schedules: 'schedules' in change ? change.schedules.map(scheduleJson) : [],
    consequences: 'consequences' in change ? change.consequences : [],
  }
}

function fieldJson({ field, old, new: next, reason, at }: FieldChange) {
  return { field, old, new: next, reason, at: at ?? null }
}

function scheduleJson(change: ScheduleChange) {
  return {
    op: change.op,
    slug: change.op === 'create' || change.op === 'update' ? change.slug : change.live.slug,
    id: change.op === 'create' ? null : change.live.id,
    reason: change.op === 'delete' ? change.reason : null,
    at: ('at' in change ? change.at : undefined) ?? null,
    schedule: (change.op === 'create' ? change.desired.rule : change.live.rule) as Json,
    fields: change.op === 'update' ? change.fields.map(fieldJson) : [],
  }
}

function refusalJson(refusal: Refusal) {
  return { ...refusal, message: refusalMessage(refusal), remedy: refusalRemedy(refusal) }
}

function outcomeJson(outcome: Outcome) {
  const { change, result } = outcome
  return {
    key: change.key,
    action: change.action,
    result,
    unsettled: 'unsettled' in outcome ? outcome.unsettled : [],
    error: outcome.result === 'failed' ? errorJson(outcome.error) : null,
  }
}
