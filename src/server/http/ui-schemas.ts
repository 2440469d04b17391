import type { Json, JsonObject } from '../../model/json.ts'
import { refused } from '../problem.ts'
import { CircularSchema, schemaProblem } from '../parameters/json-schema.ts'
import { type ValuesCheck, checkedValues } from '../parameters/values-check.ts'
import { variablesFor } from '../parameters/variables.ts'
import type { Services } from '../services.ts'
import { type Route, ok, post } from './route.ts'

/** `/ui/schemas`: the form for parameters asks while somebody fills it in. */
export function uiSchemaRoutes({ store }: Services): readonly Route[] {
  return [
    post('/ui/schemas/validate', {
      summary: 'Check values against a schema',
      body: 'SchemaCheck',
      answers: { 200: 'SchemaCheckResult' },
      async handle({ body: { schema, values } }) {
        const problem = schemaProblem(schema)
        if (problem !== undefined) throw refused(422, `Invalid schema: ${problem}`)
        const variables = await store.read((db) => variablesFor(db, values))
        return ok(check(values, schema, variables))
      },
    }),
  ]
}

function check(values: JsonObject, schema: JsonObject, variables: ReadonlyMap<string, Json>): ValuesCheck {
  try {
    const found = checkedValues(values, schema, variables)
    if ('reason' in found) throw refused(422, `Invalid schema: Validation failed. Failure reason: ${found.reason}`)
    return found
  } catch (error) {
    if (!(error instanceof CircularSchema)) throw error
    throw refused(422, 'Invalid schema: Unable to validate schema with circular references.')
  }
}
