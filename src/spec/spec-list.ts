import type { Finding } from '../model/finding.ts'
import type { FileProblem, SpecFiles } from './files.ts'
import { hasWildcard } from './wildcard.ts'

/** Where specs are looked for when nobody says. */
const DEFAULT_PATTERNS = [
  'deployments/**/*.{yaml,yml}',
  'deployments/**/*.deployment.ts',
  '**/deployment.yaml',
  '**/*.deployment.{yaml,yml,ts}',
]

export type SpecList = {
  readonly files: readonly string[]
  readonly findings: readonly Finding[]
  /** False when a folder could not be looked into. */
  readonly isWhole: boolean
}

/**
 * The spec files to read, sorted. `prefect.yaml` is left out: it is Prefect's own format. A folder or pattern gives
 * YAML files and `*.deployment.ts`; other TypeScript files only when named, or by a pattern that ends in `.ts`.
 */
export async function listSpecs(
  files: SpecFiles,
  paths: readonly string[],
  include: readonly string[] | undefined,
): Promise<SpecList> {
  const asked = paths.length > 0 ? paths : include
  const listings =
    asked === undefined
      ? [await files.list(DEFAULT_PATTERNS)]
      : await Promise.all(asked.map((pattern) => files.list([pattern])))
  // a file that is named is taken for a spec whatever its name, and told when it is none
  const isFile = await Promise.all((asked ?? []).map(async (path) => !hasWildcard(path) && (await files.isFile(path))))
  const found = listings.flatMap((listing, index) => {
    const pattern = asked?.[index] ?? ''
    return isFile[index] ? listing.files : listing.files.filter((file) => isSpec(file, pattern))
  })
  const named = new Set(paths)
  const problems = listings.flatMap((listing, index): readonly FileProblem[] => {
    const pattern = asked?.[index] ?? ''
    const isLost = named.has(pattern) && listing.files.length === 0 && hasWildcard(pattern)
    const lost: FileProblem = { file: pattern, detail: { code: 'path_not_found', path: pattern } }
    return isLost && listing.problems.length === 0 ? [lost] : listing.problems
  })
  return {
    files: [...new Set(found)].sort(),
    findings: problems.map((problem) => problemFinding(problem, { isAsked: asked !== undefined, named })),
    isWhole: problems.every(({ detail }) => detail.code === 'symlink_loop'),
  }
}

function isSpec(file: string, pattern: string): boolean {
  if (file === 'registrar.yaml' || /(^|\/)prefect\.ya?ml$/.test(file)) return false
  return /\.ya?ml$|\.deployment\.ts$/.test(file) || (pattern.endsWith('.ts') && /(?<!\.d)\.ts$/.test(file))
}

/**
 * A linked folder that leads back to where it stands hides nothing. A folder that cannot be opened may: an error where
 * specs are expected, a doubt where only the search for stray ones came by. So may a pattern of `include` whose folder
 * is not there: its last spec may have gone, or it was not checked out.
 */
function problemFinding(
  { file, detail }: FileProblem,
  { isAsked, named }: { readonly isAsked: boolean; readonly named: ReadonlySet<string> },
): Finding {
  const isExpected = isAsked || file === 'deployments' || file.startsWith('deployments/')
  const isGone = detail.code === 'path_not_found' && hasWildcard(file) && !named.has(file)
  const severity = detail.code === 'symlink_loop' || isGone || !isExpected ? 'warning' : 'error'
  return { severity, at: { file, line: 1, column: 1 }, ...detail }
}
