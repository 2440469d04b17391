import type { JsonObject } from '../../model/json.ts'
import { namesVariables } from '../parameters/hydration.ts'
import { ActionFailed, type ActionAttempt } from './action-attempt.ts'
import type { TriggeredAction } from '../model/firing.ts'
import { UnrenderedParameter, renderedParameters, templatesIn } from './parameters.ts'
import { contextOf, variablesOf } from './template-context.ts'
import { RenderFailure } from './templates/failure.ts'
import { parseTemplate } from './templates/parse.ts'
import { TemplateProblem } from './templates/problem.ts'

/** The parameters of a run with their templates rendered. Throws an `ActionFailed`. */
export async function runParameters(
  triggered: TriggeredAction,
  parameters: JsonObject,
  attempt: ActionAttempt,
): Promise<JsonObject> {
  try {
    const names = new Set(templatesIn(parameters).flatMap((source) => [...parseTemplate(source).names]))
    const context = await contextOf(triggered, names, attempt)
    const variables = namesVariables(parameters) ? await variablesOf(triggered, attempt) : {}
    return renderedParameters(parameters, context, new Map(Object.entries(variables)))
  } catch (error) {
    const isKnown =
      error instanceof UnrenderedParameter || error instanceof RenderFailure || error instanceof TemplateProblem
    if (!isKnown) throw error
    throw new ActionFailed(`Unable to create flow run from deployment: ${error.message}`, { cause: error })
  }
}
