import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import type { Finding } from '../../src/model/finding.ts'
import { folderAt } from '../../src/source/folder.ts'
import { readSpecs, type SpecReading, type SpecRequest } from '../../src/spec/specs.ts'
import { typescriptEvaluator } from '../../src/spec/typescript-evaluator.ts'

/** 2026-11-21T12:00:00Z */
export const NOON = Date.UTC(2026, 10, 21, 12)

/** A folder with these files, gone when the test is over. Gives its absolute path. */
export async function projectWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), 'registrar-project-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true })
    await writeFile(path.join(root, name), content)
  }
  return root
}

type Reading = Partial<Pick<SpecRequest, 'paths' | 'include' | 'context'>> & { readonly timeoutMs?: number }

/** Reads the specs below a folder with the real file system and the real child process. */
export async function readProject(
  root: string,
  { timeoutMs = 10_000, ...request }: Reading = {},
): Promise<SpecReading> {
  return readSpecs({
    files: folderAt(root),
    paths: [],
    context: { target: { name: 'default' }, git: { commit: null, branch: null }, env: {} },
    now: NOON,
    evaluate: typescriptEvaluator({ root, node: process.execPath, environment: process.env, timeoutMs }),
    ...request,
  })
}

/** Reads a project of these files. */
export async function readFilesOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  request: Reading = {},
): Promise<SpecReading> {
  return readProject(await projectWith(files), request)
}

/** A finding as `file:line:column code`, for comparing many at once. */
export function shortly({ at, code }: Finding): string {
  return `${at.file}:${at.line}:${at.column} ${code}`
}

/** A Python file with a flow `etl`, whose name is `etl`. */
export const ETL = 'from prefect import flow\n\n\n@flow\ndef etl(day: str = "today", limit: int = 10):\n    pass\n'
