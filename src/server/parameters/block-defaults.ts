import { type Json, type JsonObject, isJsonObject } from '../../model/json.ts'
import { storedUuid } from '../bodies/stored-uuid.ts'
import { readBlockDocument } from '../blocks/document-assembly.ts'
import type { Vault } from '../blocks/vault.ts'
import { refused } from '../problem.ts'
import type { Reader } from '../store/store.ts'

/**
 * A base job template with what blocks hold in place of the defaults that refer to them, secrets masked
 * (`_resolve_default_reference`, `prefect/server/api/validation.py`). Throws the 404 of a block that is not there.
 */
export async function withBlockDefaults(db: Reader, vault: Vault, template: JsonObject): Promise<JsonObject> {
  const { variables } = template
  if (!isJsonObject(variables) || !isJsonObject(variables.properties)) return template
  const properties: Record<string, Json> = {}
  for (const [name, property] of Object.entries(variables.properties)) {
    const reference = isJsonObject(property) ? blockReference(property.default) : undefined
    if (reference === undefined || !isJsonObject(property)) continue
    properties[name] = { ...property, default: await dataOf(db, vault, reference) }
  }
  if (Object.keys(properties).length === 0) return template
  return { ...template, variables: { ...variables, properties: { ...variables.properties, ...properties } } }
}

/** Whether a default stands for something else than itself. */
export function isReference(value: Json | undefined): boolean {
  return isJsonObject(value) && '$ref' in value
}

/** What a default names as the id of its block; undefined when it names none. */
export function blockReference(value: Json | undefined): Json | undefined {
  if (!isJsonObject(value) || !isJsonObject(value.$ref)) return undefined
  return value.$ref.block_document_id ?? undefined
}

async function dataOf(db: Reader, vault: Vault, reference: Json): Promise<JsonObject> {
  const id = typeof reference === 'string' ? storedUuid(reference) : undefined
  const block = await readBlockDocument(db, { vault, includeSecrets: false }, id)
  if (block === undefined) throw refused(404, 'Block not found.')
  return block.data
}
