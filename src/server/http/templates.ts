import { Problem } from '../problem.ts'
import { parseTemplate } from '../automations/templates/parse.ts'
import { TemplateProblem } from '../automations/templates/problem.ts'
import { NO_CONTENT, type Answer, type Route, post } from './route.ts'

/** `/templates/validate`, also below `/automations`: whether this server can render a template. */
export function templateRoutes(): readonly Route[] {
  return ['/templates/validate', '/automations/templates/validate'].map((path) =>
    post(path, {
      summary: 'Check a template',
      body: 'Template',
      bodyOptional: true,
      prepare: (sent) => sent ?? '',
      answers: { 204: 'nothing' },
      handle: ({ body }) => validated(body),
    }),
  )
}

function validated(source: string): Answer {
  try {
    parseTemplate(source)
    return NO_CONTENT
  } catch (error) {
    if (!(error instanceof TemplateProblem)) throw error
    throw new Problem(422, { error: { line: error.line, message: error.message, source } })
  }
}
