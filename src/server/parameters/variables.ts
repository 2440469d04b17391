import type { Json, JsonObject } from '../../model/json.ts'
import { WHOLE_LIST } from '../store/page.ts'
import type { Reader } from '../store/store.ts'
import { findVariables } from '../store/variable.ts'
import { namesVariables } from './hydration.ts'

/** The values of all variables by name, read only if a placeholder of the parameters asks for one; else an empty map. */
export async function variablesFor(db: Reader, parameters: JsonObject): Promise<ReadonlyMap<string, Json>> {
  if (!namesVariables(parameters)) return new Map()
  const variables = await findVariables(db, {}, WHOLE_LIST)
  return new Map(variables.map(({ name, value }) => [name, value]))
}
