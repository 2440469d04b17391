import type { EventResource } from './event.ts'
import { matchesWildcard } from './wildcard.ts'

/** Labels with the patterns of which each must match one: Prefect's `ResourceSpecification`. */
export type ResourceLabels = { readonly [label: string]: string | readonly string[] }

/** Whether a resource has all the labels. Without any, every resource has. */
export function hasLabels(labels: ResourceLabels, resource: EventResource): boolean {
  return Object.entries(labels).every(([label, patterns]) =>
    patternsOf(patterns).some((pattern) => matchesWildcard(pattern, resource[label])),
  )
}

/** Whether one of the resources has all the labels; no labels ask for nothing, even where there is no resource. */
export function someHasLabels(labels: ResourceLabels, resources: readonly EventResource[]): boolean {
  return Object.keys(labels).length === 0 || resources.some((resource) => hasLabels(labels, resource))
}

/** One pattern or several. */
export function patternsOf(patterns: string | readonly string[]): readonly string[] {
  return typeof patterns === 'string' ? [patterns] : patterns
}
