import type { ErrorObject } from 'ajv'
import type { DataPath, SpecDocument } from './document.ts'
import { type Misfit, misfitOf } from './misfit.ts'

/** A validator made from a schema by `npm run generate`. */
export type Validator = ((value: unknown) => boolean) & { errors?: readonly ErrorObject[] | null }

/**
 * What is at odds with the schema, one misfit per mistake: neither the parent of another error, nor a second complaint
 * about the same value, nor a missing field that stands there misspelt.
 */
export function misfits(validate: Validator, document: SpecDocument): readonly Misfit[] {
  if (validate(document.value)) return []
  const found = (validate.errors ?? []).filter(isOwn).map((error) => misfitOf(error, document))
  const misspelt = new Set(found.flatMap(meantPath))
  const isListMeant = misspelt.has(pathKey(['deployments']))
  const told = new Set<string>()
  return found.filter(({ path, part, detail }) => {
    if (detail.code === 'required_field_missing') {
      return !misspelt.has(pathKey([...path, detail.field])) && !(isListMeant && path.length === 0)
    }
    const place = `${part} ${pathKey(path)}`
    return told.has(place) ? false : told.add(place)
  })
}

/** if/then/else and propertyNames only repeat that something inside them failed. */
function isOwn(error: ErrorObject): boolean {
  return error.keyword !== 'if' && error.keyword !== 'propertyNames'
}

/** Where the field that was probably meant would stand. */
function meantPath({ path, detail }: Misfit): readonly string[] {
  if (detail.code !== 'unknown_field' || detail.suggestion === undefined) return []
  return [pathKey([...path.slice(0, -1), detail.suggestion])]
}

function pathKey(path: DataPath): string {
  return JSON.stringify(path.map(String))
}
