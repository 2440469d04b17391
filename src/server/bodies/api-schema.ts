import { readFileSync, readdirSync } from 'node:fs'

/** The shapes of the REST API as one JSON Schema: every definition of `schemas/prefect-api/` by its name. */
export type ApiSchema = { readonly $id: 'prefect-api'; readonly $defs: Readonly<Record<string, object>> }

/**
 * Reads `schemas/prefect-api/`, one file for each resource, and joins the definitions. Within the joined schema every
 * reference is local. Throws when two files define the same name or a reference leads nowhere.
 */
export function readApiSchema(): ApiSchema {
  const files = new Map<string, Record<string, object>>()
  for (const file of readdirSync(FOLDER).sort())
    files.set(file, definitionsOf(readFileSync(new URL(file, FOLDER), 'utf8')))
  const $defs: Record<string, object> = {}
  for (const [file, definitions] of files) {
    for (const [name, definition] of Object.entries(definitions)) {
      if (name in $defs) throw new Error(`schemas/prefect-api/${file} defines "${name}", which another file does, too`)
      $defs[name] = joined(definition, file, files)
    }
  }
  return { $id: 'prefect-api', $defs }
}

const FOLDER = new URL('../../../schemas/prefect-api/', import.meta.url)

function definitionsOf(text: string): Record<string, object> {
  const { $defs }: { $defs: Record<string, object> } = JSON.parse(text)
  return $defs
}

function joined(definition: object, home: string, files: ReadonlyMap<string, object>): object {
  const copy: object = JSON.parse(JSON.stringify(definition), (key, value: unknown) => {
    if (key !== '$ref' || typeof value !== 'string') return value
    const [file, name = ''] = value.split('#/$defs/')
    if (!(name in (files.get(file || home) ?? {})))
      throw new Error(`schemas/prefect-api/${home}: "${value}" is nowhere`)
    return `#/$defs/${name}`
  })
  return copy
}
