import { basename } from 'node:path'
import type { RegistrarConfig } from '../generated/registrar.ts'
import type { Finding } from '../model/finding.ts'
import { folderAt, type Folder } from '../source/folder.ts'
import { readConfig } from '../spec/config.ts'
import { readSpecs, type SpecReading } from '../spec/specs.ts'
import { typescriptEvaluator } from '../spec/typescript-evaluator.ts'
import type { Context } from './context.ts'
import { RegistrarError } from '../model/error.ts'
import { gitRevision } from './git-revision.ts'

/** A project's folder: its configuration, and what its specs say. */
export type Project = {
  readonly root: string
  readonly folder: Folder
  readonly config: RegistrarConfig & { readonly scope: string }
  /** What is wrong with registrar.yaml. */
  readonly configFindings: readonly Finding[]
  /** Reads every spec anew, or those at the paths. The findings of registrar.yaml are among the reading's. */
  readonly read: (paths?: readonly string[]) => Promise<SpecReading>
}

/**
 * Opens the project at the context's root. `target` is what specs are told of the server, by name. Throws `no_folder`
 * when there is none: a slip in `-C` must not look like a project without specs.
 */
export async function openProject(context: Context, target = 'default'): Promise<Project> {
  const { root, clock, process } = context
  const folder = folderAt(root)
  if (!(await folder.isFolder('.'))) {
    throw new RegistrarError({
      code: 'no_folder',
      subject: root,
      message: 'there is no such folder',
      hint: '-C names the root of a project, where registrar.yaml and deployments/ are',
    })
  }
  const { config, findings: configFindings } = await readConfig(folder, basename(root))
  const evaluate = typescriptEvaluator({
    root,
    node: context.nodePath,
    environment: process.env,
    onOutput: process.stderr.write,
  })
  return {
    root,
    folder,
    config,
    configFindings,
    read: async (paths = []) => {
      const reading = await readSpecs({
        files: folder,
        paths,
        include: config.include,
        context: { target: { name: target }, git: { commit: null, branch: null }, env: process.env },
        now: clock(),
        // git is asked only when there is a spec that can tell
        evaluate: async (files, spec) => evaluate(files, { ...spec, git: await gitRevision(root) }),
      })
      return { ...reading, findings: [...configFindings, ...reading.findings] }
    },
  }
}
