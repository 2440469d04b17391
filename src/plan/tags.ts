import type { DesiredDeployment, LiveDeployment } from '../model/deployment.ts'
import type { FieldChange } from '../model/plan.ts'
import { isMarkTag, markTags } from './ownership.ts'

/**
 * Tags are compared without order, ours apart from the person's: a spec that names no tags still carries the mark, and
 * the tags that people added stay.
 */
export function tagChanges(desired: DesiredDeployment, live: LiveDeployment, scope: string): readonly FieldChange[] {
  const wanted = desired.seed.includes('tags') ? undefined : desired.fields.tags
  const theirs = live.tags.filter((tag) => !isMarkTag(tag))
  const marks = live.tags.filter(isMarkTag)
  const wantedMarks = markTags(scope, desired)
  return [
    ...(wanted === undefined || sameSet(wanted, theirs)
      ? []
      : [
          {
            field: 'tags',
            old: theirs.toSorted(),
            new: [...new Set(wanted)].toSorted(),
            reason: wanted.length === 0 ? 'cleared' : theirs.length === 0 ? 'set' : 'changed',
            at: desired.places['tags'] ?? desired.at,
          } as const,
        ]),
    ...(sameSet(marks, wantedMarks)
      ? []
      : [{ field: 'mark', old: marks.toSorted(), new: wantedMarks.toSorted(), reason: 'mark_missing' } as const]),
  ]
}

/** All tags of the deployment as a write carries them. */
export function writtenTags(
  desired: DesiredDeployment,
  live: LiveDeployment | undefined,
  scope: string,
): readonly string[] {
  const seeded = live !== undefined && desired.seed.includes('tags')
  const theirs = (seeded ? undefined : desired.fields.tags) ?? live?.tags.filter((tag) => !isMarkTag(tag)) ?? []
  return [...new Set([...theirs, ...markTags(scope, desired)])]
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  const [left, right] = [new Set(a), new Set(b)]
  return left.size === right.size && [...left].every((tag) => right.has(tag))
}
