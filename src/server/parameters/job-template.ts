import { type JsonObject, isJsonObject } from '../../model/json.ts'
import { type InvalidDetail, valueError } from '../problem.ts'

/**
 * Why a base job template is none: it must be empty, or have a job configuration and variables of which every
 * placeholder of the configuration is one (`validate_base_job_template`, `prefect/server/schemas/actions.py`).
 */
export function templateDetail(template: JsonObject): InvalidDetail | undefined {
  const { job_configuration: configuration, variables } = template
  if (Object.keys(template).length === 0) return undefined
  if (!isFilled(configuration) || !isFilled(variables)) {
    return refusal(
      'The `base_job_template` must contain both a `job_configuration` key and a `variables` key.',
      template,
    )
  }
  const declared = isJsonObject(variables.properties) ? variables.properties : {}
  const missing = placeholdersOf(configuration).filter((name) => !Object.hasOwn(declared, name))
  if (missing.length === 0) return undefined
  return refusal(
    'The variables specified in the job configuration template must be present as properties in the variables schema. ' +
      `Your job configuration uses the following undeclared variable(s): ${missing.join(' ,')}.`,
    template,
  )
}

function isFilled(value: unknown): value is JsonObject {
  return isJsonObject(value) && Object.keys(value).length > 0
}

/** The names between double braces that stand for variables: not those that a worker resolves itself. */
function placeholdersOf(configuration: JsonObject): readonly string[] {
  // blanks are taken away afterwards: a pattern that leaves them out tries all ways to share them out
  const names = [...JSON.stringify(configuration).matchAll(/\{\{([^{}]+)\}\}/g)].map(
    ([, name = '']) => name.trim() || ' ',
  )
  return [...new Set(names)].filter((name) => !/^(?:\$|prefect\.(?:blocks|variables)\.)/.test(name))
}

function refusal(message: string, template: JsonObject): InvalidDetail {
  return valueError(['body', 'base_job_template'], message, template)
}
