import { RegistrarError } from '../model/error.ts'
import { isError } from '../model/finding.ts'
import type { Plan } from '../model/plan.ts'
import { type Observation, observe, type Reading } from '../reconcile/reconcile.ts'
import type { SpecReading } from '../spec/specs.ts'
import { type Access, connected, type ReadAccess, readText } from './connection.ts'
import type { Context } from './context.ts'
import { withProgress } from './progress.ts'
import { openProject, type Project } from './project.ts'
import { selectedBy } from './selection.ts'
import { chooseTarget, type Target, type TargetQuestion } from './target.ts'

/** What `plan`, `apply` and `dev` agree on. */
export type PlanningFlags = {
  readonly only?: string
  readonly prune?: boolean
  readonly pruneAdopted?: boolean
  readonly allowDelete?: number
  readonly target?: string
  readonly verbose?: boolean
}

/** What was read, and the plan with the server that it is for; no plan when a spec has an error. */
export type Planned<A extends ReadAccess = ReadAccess> = {
  /** What was named on the command line. */
  readonly paths: readonly string[]
  readonly reading: Reading
  readonly project: Project
  readonly against?: {
    readonly plan: Plan
    readonly target: Target
    readonly connection: A
    /** Reads and compares once more, before writing what somebody took time to look at. */
    readonly again: () => Promise<Plan | undefined>
  }
}

/**
 * Reads the specs and the server at the same time and compares, then does `work` while the connection is open. When a
 * spec has an error there is no plan, and that is said first even if there is no server either.
 */
export async function planned<A extends ReadAccess, T>(
  context: Context,
  { flags, paths, access }: PlanningArgs<A>,
  work: (planned: Planned<A>) => Promise<T>,
): Promise<T> {
  refuseContradictions(flags)
  const project = await openProject(context, flags.target)
  const target = await targetOrError(context, project, flags)
  if (target instanceof RegistrarError) {
    const reading = await project.read(paths)
    if (reading.findings.some(isError)) return work({ paths, reading, project })
    throw target
  }
  return connected(context, target, { access, verbose: flags.verbose }, async (connection) => {
    const look = () =>
      withProgress(context.process.stderr, `Reading ${target.identity.url}`, () =>
        observed({ project, target, connection, flags, paths }),
      )
    const { reading, plan } = await look()
    const again = async () => (await look()).plan
    return work({ paths, reading, project, ...(plan ? { against: { plan, target, connection, again } } : {}) })
  })
}

type PlanningArgs<A extends ReadAccess> = {
  readonly flags: PlanningFlags
  readonly paths: readonly string[]
  readonly access: Access<A>
}

async function targetOrError(
  context: Context,
  project: Project,
  flags: PlanningFlags,
): Promise<Target | RegistrarError> {
  try {
    return await chooseTarget(targetQuestion(context, project.config, flags.target))
  } catch (error) {
    if (error instanceof RegistrarError) return error
    throw error
  }
}

type ObservedArgs = {
  readonly project: Pick<Project, 'root' | 'config' | 'read'>
  readonly target: Target
  readonly connection: ReadAccess
  readonly flags: PlanningFlags
  readonly paths: readonly string[]
}

/** Reads the specs, or those at the paths, and compares them with the target. */
export async function observed({ project, target, connection, flags, paths }: ObservedArgs): Promise<Observation> {
  const matches = selectedBy(flags.only)
  // a run about some paths is about their deployments alone; to prune, it must also know what all the other specs want
  const all = flags.prune && paths.length > 0 ? await project.read() : undefined
  const named = new Set<string>()
  const elsewhere = new Set(all?.desired.map(({ key }) => key))
  return observe({
    read: async () => {
      const reading = await project.read(paths)
      for (const { key } of reading.desired) named.add(key)
      return all === undefined ? reading : withOthers(reading, all)
    },
    reader: connection.reader,
    scope: project.config.scope,
    options: () => ({
      target: target.identity,
      prune: flags.prune ?? false,
      pruneAdopted: flags.pruneAdopted ?? false,
      ...(flags.allowDelete === undefined ? {} : { allowDelete: flags.allowDelete }),
      selected: (key) =>
        matches(key) && (paths.length === 0 || named.has(key) || (all !== undefined && !elsewhere.has(key))),
      ...(target.isLocal ? { codeDirectory: project.root } : {}),
    }),
  })
}

/** What some paths want, and what the project's other specs do. A path outside of them leaves unknown what else is wanted. */
function withOthers(reading: SpecReading, all: SpecReading): SpecReading {
  const outside = reading.files.find((file) => !all.files.includes(file))
  if (outside !== undefined) {
    throw usage(
      '--prune',
      `${outside} is not among the project's own specs, so what else is wanted is not known`,
      'add it to include in registrar.yaml, or leave --prune out',
    )
  }
  const named = new Set(reading.desired.map(({ key }) => key))
  const others = all.desired.filter(({ key }) => !named.has(key))
  return { ...reading, desired: [...reading.desired, ...others], complete: reading.complete && all.complete }
}

/** What the choice of a server depends on. */
export function targetQuestion(context: Context, config: Project['config'], name: string | undefined): TargetQuestion {
  const { root, home, isAlive, process } = context
  return { name, config, root, surroundings: { env: process.env, home, readFile: readText }, isAlive }
}

function refuseContradictions({ prune, pruneAdopted, allowDelete }: PlanningFlags): void {
  if (!prune && (pruneAdopted || allowDelete !== undefined)) {
    throw usage(pruneAdopted ? '--prune-adopted' : '--allow-delete', 'has no effect without --prune', 'add --prune')
  }
}

function usage(subject: string, message: string, hint: string): RegistrarError {
  return new RegistrarError({ code: 'usage', subject, message, hint })
}
