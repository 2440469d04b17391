import type { ErrorObject } from 'ajv'
import { isType } from './jsonschema-words.ts'

/**
 * The error that Python's jsonschema would report of many (`best_match`): the one nearest to the root, of several the
 * last by path; of a union the one branch that came furthest, if there is just one.
 */
export function bestError(errors: readonly ErrorObject[]): ErrorObject | undefined {
  const tree = branches(errors)
  let best = [...tree.roots].sort((a, b) => compared(b, a))[0]
  while (best !== undefined) {
    const [first, second] = [...(tree.context.get(best) ?? [])].sort(compared)
    if (first === undefined || (second !== undefined && compared(first, second) === 0)) return best
    best = first
  }
  return best
}

/** The errors that are not of a branch of a union: of those only the union's own counts. */
export function outermost(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  return branches(errors).roots
}

/** Errors inside a union stand before the error of the union itself; they are its context and not errors of their own. */
function branches(errors: readonly ErrorObject[]) {
  const roots: ErrorObject[] = []
  const context = new Map<ErrorObject, ErrorObject[]>()
  for (const error of errors) {
    const inner: ErrorObject[] = []
    if (error.keyword === 'anyOf' || error.keyword === 'oneOf') {
      while (isInside(roots.at(-1), error)) inner.unshift(...roots.splice(-1))
    }
    context.set(error, inner)
    roots.push(error)
  }
  return { roots, context }
}

function isInside(error: ErrorObject | undefined, union: ErrorObject): boolean {
  if (error === undefined || error.parentSchema === union.parentSchema) return false
  return error.instancePath === union.instancePath || error.instancePath.startsWith(`${union.instancePath}/`)
}

/** Python's key `(-len(path), path, is not a union, does not match its type)`, as a comparison. */
function compared(a: ErrorObject, b: ErrorObject): number {
  return (
    depthOf(b) - depthOf(a) ||
    (a.instancePath < b.instancePath ? -1 : a.instancePath > b.instancePath ? 1 : 0) ||
    Number(!isUnion(a)) - Number(!isUnion(b)) ||
    Number(!matchesType(a)) - Number(!matchesType(b))
  )
}

function depthOf({ instancePath }: ErrorObject): number {
  return instancePath.split('/').length
}

function isUnion({ keyword }: ErrorObject): boolean {
  return keyword === 'anyOf' || keyword === 'oneOf'
}

function matchesType({ parentSchema, data }: ErrorObject): boolean {
  const type: unknown = parentSchema?.type
  const types = Array.isArray(type) ? type : type === undefined ? [] : [type]
  return types.some((name) => isType(data, String(name)))
}
