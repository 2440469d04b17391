import type { Json } from '../../model/json.ts'
import { type InvalidDetail, invalidRequest, refused, valueError } from '../problem.ts'
import { listOf } from '../model/list-of.ts'
import { type ResourceLabels, patternsOf } from '../model/resource-labels.ts'
import type { Action, AutomationContent, EventTrigger } from '../model/automation.ts'
import { readAction } from './read-action.ts'
import { readTrigger } from './read-trigger.ts'

/** What a request says about an automation, its shape checked but for trigger and actions. */
export type SentAutomation = {
  readonly name: string
  readonly description?: string
  readonly enabled?: boolean
  readonly tags?: readonly string[]
  readonly trigger: Json
  readonly actions: readonly Json[]
  readonly actions_on_trigger?: readonly Json[]
  readonly actions_on_resolve?: readonly Json[]
}

/** Reading templates takes a second for each mebibyte. Those of real automations have some hundred characters. */
const MOST_CHARACTERS = 512 * 1024

/** The automation that a request means, with new ids for its triggers. Throws the 422 of what is wrong with it, or a 413. */
export function readAutomation(sent: SentAutomation, uuid: () => string): AutomationContent {
  if (JSON.stringify(sent).length > MOST_CHARACTERS) {
    throw refused(413, `An automation is larger than ${MOST_CHARACTERS} characters.`)
  }
  const details: InvalidDetail[] = []
  const actionsOf = (name: 'actions' | 'actions_on_trigger' | 'actions_on_resolve'): readonly Action[] =>
    (sent[name] ?? []).flatMap((action, at) => readAction(action, ['body', name, at], details) ?? [])
  const trigger = readTrigger(sent.trigger, ['body', 'trigger'], { details, uuid })
  const content = {
    name: sent.name,
    description: sent.description ?? '',
    enabled: sent.enabled ?? true,
    tags: sent.tags ?? [],
    actions: actionsOf('actions'),
    actions_on_trigger: actionsOf('actions_on_trigger'),
    actions_on_resolve: actionsOf('actions_on_resolve'),
  }
  if (trigger === undefined || details.length > 0) throw invalidRequest(details, sent)
  const automation = { ...content, trigger }
  const problem = loopProblem(automation)
  if (problem !== undefined) throw invalidRequest([valueError(['body'], problem, sent)], sent)
  return automation
}

/** States that every run of a deployment goes through. */
const EVERY_RUN = new Set(['Scheduled', 'Pending', 'Running', '*'].map((state) => `prefect.flow-run.${state}`))

/**
 * Why an automation would run deployments for ever, each run bringing forth the next; undefined when it would not
 * (`prevent_run_deployment_loops`, `prefect/server/events/schemas/automations.py`).
 */
export function loopProblem({ enabled, trigger, actions }: AutomationContent): string | undefined {
  if (!enabled || trigger.type !== 'event' || trigger.posture !== 'Reactive') return undefined
  if (!trigger.expect.some((event) => EVERY_RUN.has(event))) return undefined
  for (const action of actions) {
    if (action.type !== 'run-deployment') continue
    if (action.source === 'inferred') return INFERRED
    if (matchesEveryRun(trigger)) return SELECTED
  }
  return undefined
}

const INFERRED =
  'Running an inferred deployment from a flow run state change event will lead to an infinite loop of flow runs.  Please ' +
  'choose a specific deployment and add additional filtering labels to the match or match_related for this ' +
  "automation's trigger."

const SELECTED =
  'Running a selected deployment from a flow run state change event may lead to an infinite loop of flow runs.  Please ' +
  'include additional filtering labels on either match or match_related to narrow down which flow runs will trigger this ' +
  "automation to exclude flow runs from the deployment you've selected."

function matchesEveryRun({ match, match_related: related }: EventTrigger): boolean {
  return matchesAll(match) && listOf(related).some(matchesAll)
}

function matchesAll(labels: ResourceLabels): boolean {
  const entries = Object.entries(labels)
  const [first] = entries
  if (first === undefined) return true
  return (
    entries.length === 1 && first[0] === 'prefect.resource.id' && patternsOf(first[1]).includes('prefect.flow-run.*')
  )
}
