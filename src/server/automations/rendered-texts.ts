import { ActionFailed, type ActionAttempt } from './action-attempt.ts'
import type { TriggeredAction } from '../model/firing.ts'
import { contextOf } from './template-context.ts'
import { PREFECT_FILTERS } from './template-filters.ts'
import { RenderFailure } from './templates/failure.ts'
import { isTemplate, parseTemplate } from './templates/parse.ts'
import { TemplateProblem } from './templates/problem.ts'
import { renderText } from './templates/render.ts'

/** Templates of an action rendered; a text without marks is none. Throws an `ActionFailed`. */
export async function renderedTexts(
  triggered: TriggeredAction,
  sources: readonly string[],
  attempt: ActionAttempt,
): Promise<readonly string[]> {
  const templates = sources.map((source) => (isTemplate(source) ? parsed(source) : undefined))
  const names = new Set(templates.flatMap((template) => [...(template?.names ?? [])]))
  const context = await contextOf(triggered, names, attempt)
  return sources.map((source, at) => {
    const template = templates[at]
    if (template === undefined) return source
    try {
      return renderText(template, context, PREFECT_FILTERS)
    } catch (error) {
      if (!(error instanceof RenderFailure)) throw error
      attempt.details['template_error'] = `Failed to render template due to the following error: ${error.message}`
      attempt.details['template_source'] = source
      throw new ActionFailed(`Template rendering failed: ${error.message}`, { cause: error })
    }
  })
}

/** A template that was good when it was stored may not be so for a later version. */
function parsed(source: string): ReturnType<typeof parseTemplate> {
  try {
    return parseTemplate(source)
  } catch (error) {
    if (!(error instanceof TemplateProblem)) throw error
    throw new ActionFailed(`Template rendering failed: ${error.message}`, { cause: error })
  }
}
