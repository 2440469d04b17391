import { flowBookkeeping, ofFlowRun, taskBookkeeping, writtenState } from './bookkeeping.ts'
import type { Context, FlowContext, TaskContext } from '../model/context.ts'
import { FLOW_POLICIES, type FlowPolicyName, TASK_POLICIES, type TaskPolicyName } from './policies.ts'
import { ACCEPT, type Effect, type FlowRule, type Rule, type TaskRule, type Verdict } from './rules/rule.ts'
import type { FlowRunChanges, FlowRunView, RunView, TaskRunChanges, TaskRunView } from '../model/run.ts'
import { type ProposedState, type State, type StateType, withDetails } from '../model/state.ts'

/**
 * How a transition was answered, as the API says it (`prefect/server/schemas/responses.py`, `SetStateStatus` and its
 * details).
 */
export type Answer =
  | { readonly status: 'ACCEPT' }
  | { readonly status: 'REJECT' | 'ABORT'; readonly reason: string }
  | { readonly status: 'WAIT'; readonly delaySeconds: number; readonly reason: string }

/** What comes of a proposal. Nothing has been written yet. */
export type Orchestrated<Changes> = {
  readonly answer: Answer
  /** The state to write; null where the run stays in the state that it has. */
  readonly written: State | null
  /** The columns to set, which a refused transition may have as well. */
  readonly changes: Changes
  /** What else to do, in that order. */
  readonly effects: readonly Effect[]
}

/** Judges what a flow run should become. Pure: all that it looks at comes in, and what should happen goes out. */
export function orchestrateFlowRun(
  policy: FlowPolicyName,
  run: FlowRunView,
  proposed: ProposedState,
  context: FlowContext,
): Orchestrated<FlowRunChanges> {
  const rules: readonly FlowRule[] = FLOW_POLICIES[policy]
  return orchestrate(rules, { run, changes: {}, proposed, answer: { status: 'ACCEPT' } }, context, {
    detailed: (state) => ofFlowRun(state, run),
    bookkeeping: flowBookkeeping,
    mirrors:
      run.parent_task_run_id === null
        ? []
        : [{ kind: 'mirror-to-parent', taskRunId: run.parent_task_run_id, flowRunId: run.id }],
  })
}

/** Judges what a task run should become, as `orchestrateFlowRun` does. */
export function orchestrateTaskRun(
  policy: TaskPolicyName,
  run: TaskRunView,
  proposed: ProposedState,
  context: TaskContext,
): Orchestrated<TaskRunChanges> {
  const rules: readonly TaskRule[] = TASK_POLICIES[policy]
  return orchestrate(rules, { run, changes: {}, proposed, answer: { status: 'ACCEPT' } }, context, {
    detailed: (state) => withDetails(state, { flow_run_id: run.flow_run_id, task_run_id: run.id }),
    bookkeeping: taskBookkeeping,
    mirrors: [],
  })
}

/**
 * What is done to every state that is written, whatever the rules say
 * (`prefect/server/orchestration/global_policy.py`).
 */
type Global<Run, Changes> = {
  readonly detailed: (proposed: ProposedState) => ProposedState
  readonly bookkeeping: (run: Run, state: State) => Changes
  readonly mirrors: readonly Effect[]
}

/** A transition on its way through the rules. */
type Course<Run, Changes> = {
  readonly run: Run
  readonly changes: Changes
  readonly proposed: ProposedState | null
  readonly answer: Answer
}

/** A rule that fired. */
type Fired<Run, C, Changes> = {
  readonly rule: Rule<Run, C, Changes>
  /** The run as the rule found it. */
  readonly found: Run
  readonly effects: readonly Effect[]
  /** The type of state that the rule itself let through; null where it let none. */
  readonly left: StateType | null
}

function orchestrate<Run extends RunView, C extends Context, Changes extends Partial<Run>>(
  rules: readonly Rule<Run, C, Changes>[],
  start: Course<Run, Changes>,
  context: C,
  global: Global<Run, Changes>,
): Orchestrated<Changes> {
  const { course, fired } = judge(rules, start, context)
  const written = course.proposed === null ? null : writtenState(global.detailed(course.proposed), context)
  const kept = written === null ? course : changed(course, global.bookkeeping(course.run, written))
  const mirrored = written === null ? [] : global.mirrors
  const { changes, effects } = settle(fired, kept, written, context)
  const before = fired.filter((one) => !isTakenBack(one, written)).flatMap((one) => one.effects)
  return { answer: course.answer, written, changes, effects: [...before, ...mirrored, ...effects] }
}

/** Asks one rule after the other (`BaseOrchestrationRule.__aenter__`). */
function judge<Run extends RunView, C, Changes>(
  rules: readonly Rule<Run, C, Changes>[],
  start: Course<Run, Changes>,
  context: C,
): { readonly course: Course<Run, Changes>; readonly fired: readonly Fired<Run, C, Changes>[] } {
  const from = start.run.state?.type ?? null
  const to = start.proposed?.type ?? null
  const fired: Fired<Run, C, Changes>[] = []
  let course = start
  for (const rule of rules) {
    if (!rule.from.includes(from) || !rule.to.includes(to)) continue
    const { proposed, run } = course
    if (rule.isUniversal !== true && proposed?.type !== to) continue
    const verdict: Verdict<Changes> = proposed === null ? ACCEPT : (rule.before?.(run, proposed, context) ?? ACCEPT)
    course = followed(course, verdict)
    const effects = verdict.verdict === 'accept' ? (verdict.effects ?? []) : []
    fired.push({ rule, found: run, effects, left: course.proposed?.type ?? null })
  }
  return { course, fired }
}

function followed<Run, Changes>(course: Course<Run, Changes>, verdict: Verdict<Changes>): Course<Run, Changes> {
  switch (verdict.verdict) {
    case 'accept':
      return { ...changed(course, verdict.changes), proposed: verdict.proposed ?? course.proposed }
    case 'reject': {
      const { state: proposed, reason } = verdict
      return { ...changed(course, verdict.changes), proposed, answer: { status: 'REJECT', reason } }
    }
    case 'abort':
      return { ...course, proposed: null, answer: { status: 'ABORT', reason: verdict.reason } }
    case 'wait': {
      const { delaySeconds, reason } = verdict
      return { ...course, proposed: null, answer: { status: 'WAIT', delaySeconds, reason } }
    }
  }
}

/** Lets the rules that fired have their last word, the last first (`BaseOrchestrationRule.__aexit__`). */
function settle<Run, C, Changes>(
  fired: readonly Fired<Run, C, Changes>[],
  start: Course<Run, Changes>,
  written: State | null,
  context: C,
): { readonly changes: Changes; readonly effects: readonly Effect[] } {
  const isRejected = start.answer.status === 'REJECT'
  let course = start
  const effects: Effect[] = []
  for (const one of fired.toReversed()) {
    if (isTakenBack(one, written)) course = changed(course, one.rule.takeBack?.(one.found))
    if (!isSettled(one, written)) continue
    const aftermath = one.rule.after?.(course.run, { written, isRejected }, context)
    course = changed(course, aftermath?.changes)
    effects.push(...(aftermath?.effects ?? []))
  }
  return { changes: course.changes, effects }
}

/** Whether the transition went on as the rule let it through. */
function isSettled<Run, C, Changes>({ rule, left }: Fired<Run, C, Changes>, written: State | null): boolean {
  return rule.isUniversal === true || (rule.to.includes(left) && left === (written?.type ?? null))
}

/** Whether a later rule overturned the transition, and this one takes back what it did (it "fizzled"). */
function isTakenBack<Run, C, Changes>({ rule, left }: Fired<Run, C, Changes>, written: State | null): boolean {
  return rule.takeBack !== undefined && rule.to.includes(left) && left !== (written?.type ?? null)
}

function changed<Run, Changes>(course: Course<Run, Changes>, changes: Changes | undefined): Course<Run, Changes> {
  if (changes === undefined) return course
  return { ...course, run: { ...course.run, ...changes }, changes: { ...course.changes, ...changes } }
}
