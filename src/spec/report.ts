import { type Finding, type FindingDetail, isError, type Severity } from '../model/finding.ts'
import type { Place } from '../model/place.ts'
import type { DataPath, Part, SpecDocument } from './document.ts'

/** Collects the findings about one deployment of a document. Paths count from the deployment. */
export type Report = {
  readonly add: (
    path: DataPath,
    detail: FindingDetail,
    options?: { readonly part?: Part; readonly severity?: Severity },
  ) => void
  /** Whether something at or below `path` is already known to be wrong, so that it need not be looked at further. */
  readonly isWrong: (path: DataPath) => boolean
  readonly placeOf: (path: DataPath, part?: Part) => Place
  readonly sourceOf: (path: DataPath) => string | undefined
  readonly hasErrors: () => boolean
  /** Everything reported, each naming the deployment. */
  readonly findings: (deployment: string | undefined) => readonly Finding[]
}

export function reportOn(document: SpecDocument, base: DataPath): Report {
  const found: { readonly path: DataPath; readonly finding: Finding }[] = []
  const placeOf = (path: DataPath, part: Part = 'value') => document.placeOf([...base, ...path], part)
  return {
    add: (path, detail, { part = 'value', severity = 'error' } = {}) => {
      found.push({ path, finding: { severity, at: placeOf(path, part), ...detail } })
    },
    isWrong: (path) =>
      found.some(
        (each) => isError(each.finding) && path.every((part, index) => String(each.path[index]) === String(part)),
      ),
    placeOf,
    sourceOf: (path) => document.sourceOf([...base, ...path]),
    hasErrors: () => found.some((each) => isError(each.finding)),
    findings: (deployment) =>
      found.map(({ finding }) => (deployment === undefined ? finding : { ...finding, deployment })),
  }
}
