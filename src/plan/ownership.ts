import type { DesiredDeployment, LiveDeployment, OnRemove } from '../model/deployment.ts'

/**
 * Who a live deployment belongs to, seen from one scope.
 *
 * `managed` carries our mark, `unowned` nobody's, `foreign` that of another scope. Ownership is settled before anything
 * is compared, so that no later step can forget a rule.
 */
export type Ownership =
  | { readonly owner: 'managed'; readonly tagged: boolean; readonly created: boolean }
  | { readonly owner: 'unowned' }
  | { readonly owner: 'foreign'; readonly scope: string }

const TAG_PREFIX = 'registrar:'
const SCOPE_LABEL = 'registrar.scope'
const KEY_LABEL = 'registrar.key'

/** The tag on everything that `scope` manages; the server can filter by it. */
export function markTag(scope: string): string {
  return `${TAG_PREFIX}${scope}`
}

/**
 * All tags that registrar itself puts on a deployment: the mark, and what must outlive the spec's file, since nothing
 * else can tell how to remove a deployment whose spec is gone.
 */
export function markTags(scope: string, desired: Pick<DesiredDeployment, 'onRemove' | 'protect'>): readonly string[] {
  const mark = markTag(scope)
  return [
    mark,
    ...(desired.onRemove === 'delete' ? [] : [`${mark}/on-remove-${desired.onRemove}`]),
    ...(desired.protect ? [`${mark}/protect`] : []),
  ]
}

/** The labels that a deployment gets when we create it. The API can neither patch nor filter them; other tools keep them. */
export function markLabels(scope: string, key: string): Readonly<Record<string, string>> {
  return { [SCOPE_LABEL]: scope, [KEY_LABEL]: key }
}

export function isMarkTag(tag: string): boolean {
  return tag.startsWith(TAG_PREFIX)
}

/**
 * Reads the marks. Our label without our tag is still ours: other tools replace tags, and the plan puts them back.
 * `created` is false for what was adopted, and for a copy that someone made of a deployment of ours.
 */
export function ownershipOf(live: LiveDeployment, scope: string): Ownership {
  const label = live.labels[SCOPE_LABEL]
  const scopes = live.tags.filter(isMarkTag).map((tag) => tag.slice(TAG_PREFIX.length).replace(/\/.*$/, ''))
  const tagged = scopes.includes(scope)
  const foreign =
    scopes.find((other) => other !== scope) ?? (typeof label === 'string' && label !== scope ? label : undefined)
  if (foreign !== undefined) return { owner: 'foreign', scope: foreign }
  const created = label === scope && live.labels[KEY_LABEL] === live.key
  return tagged || created ? { owner: 'managed', tagged, created } : { owner: 'unowned' }
}

/** What the mark of a live deployment says about its removal. */
export function removalOf(
  live: LiveDeployment,
  scope: string,
): { readonly onRemove: OnRemove; readonly protect: boolean } {
  const has = (what: string) => live.tags.includes(`${markTag(scope)}/${what}`)
  return {
    onRemove: has('on-remove-keep') ? 'keep' : has('on-remove-pause') ? 'pause' : 'delete',
    protect: has('protect'),
  }
}
