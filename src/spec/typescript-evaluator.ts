import { type ChildProcess, spawn } from 'node:child_process'
import { realpath } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { SpecContext } from './context.ts'
import type { Report, Task } from './typescript-child.ts'

/** What evaluating one TypeScript spec came to. Stacks name files of the project relative to its root. */
export type Evaluation =
  | { readonly result: 'specs'; readonly specs: readonly { readonly value: object; readonly stack?: string }[] }
  | { readonly result: 'nonsense'; readonly got: string; readonly stack?: string }
  | { readonly result: 'failed'; readonly message: string; readonly stack: string }
  | { readonly result: 'timeout'; readonly seconds: number }

/** Evaluates spec files, given relative to the root; there is an evaluation for each. */
export type TypescriptEvaluator = (
  files: readonly string[],
  context: SpecContext,
) => Promise<ReadonlyMap<string, Evaluation>>

export type EvaluatorOptions = {
  /** The project's root, an absolute path. */
  readonly root: string
  /** The Node executable. */
  readonly node: string
  /** Variables to choose from; a spec's own process sees only what any program needs. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** For each file; 10,000 unless given. */
  readonly timeoutMs?: number
  /** Takes what specs print, the first 64 KiB of it. */
  readonly onOutput?: (text: string) => void
  readonly signal?: AbortSignal
}

const OUTPUT_LIMIT = 64 * 1024
const KEPT_VARIABLES = [
  'PATH',
  'HOME',
  'USER',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'USERPROFILE',
]

/**
 * Runs TypeScript specs apart: one process for all files, and after one that hangs or dies, a new one for the rest.
 * Rejects with the signal's reason when aborted.
 */
export function typescriptEvaluator(options: EvaluatorOptions): TypescriptEvaluator {
  return async (files, context) => {
    const found = new Map<string, Evaluation>()
    for (let rest = files; rest.length > 0; rest = files.filter((file) => !found.has(file))) {
      for (const [file, evaluation] of await runChild(rest, context, options)) found.set(file, evaluation)
    }
    return found
  }
}

/** Goes on until all files are done, or one has ended the process or its time; that one then has an evaluation too. */
async function runChild(
  files: readonly string[],
  context: SpecContext,
  options: EvaluatorOptions,
): Promise<ReadonlyMap<string, Evaluation>> {
  options.signal?.throwIfAborted()
  const timeoutMs = options.timeoutMs ?? 10_000
  const found = new Map<string, Evaluation>()
  const names = await rootNames(options.root)
  const child = startChild(options)
  const output = collectOutput(child, options.onOutput)
  let current = files[0] ?? ''
  let timer: NodeJS.Timeout | undefined
  const abort = () => killAll(child)
  options.signal?.addEventListener('abort', abort, { once: true })
  try {
    await new Promise<void>((resolve, reject) => {
      const watch = () => {
        clearTimeout(timer)
        timer = setTimeout(() => {
          found.set(current, { result: 'timeout', seconds: timeoutMs / 1000 })
          resolve()
        }, timeoutMs)
      }
      child.once('error', reject)
      // what it sent and printed is all here only at its close, which anything it has started would put off
      child.once('exit', () => killAll(child))
      child.once('close', (code, signal) => {
        if (!found.has(current)) found.set(current, ended(code, signal, output()))
        resolve()
      })
      child.on('message', (report: Report) => {
        const file = relativeTo(options.root, report.file)
        if (report.kind === 'begin') current = file
        else found.set(file, evaluationOf(report, names))
        if (found.size === files.length) resolve()
        else watch()
      })
      watch()
      child.send(taskFor(files, context, options.root))
    })
  } finally {
    clearTimeout(timer)
    options.signal?.removeEventListener('abort', abort)
    killAll(child)
  }
  options.signal?.throwIfAborted()
  return found
}

/** A group of its own, so that what a spec starts ends with it. */
function startChild({ node, root, environment }: EvaluatorOptions): ChildProcess {
  const env = Object.fromEntries(
    KEPT_VARIABLES.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
  )
  const flags = ['--disable-warning=ExperimentalWarning', '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON']
  const script = fileURLToPath(new URL(`./typescript-child${ownExtension()}`, import.meta.url))
  return spawn(node, [...flags, script], {
    cwd: root,
    env,
    detached: true,
    shell: false,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
}

/** `.ts` from a clone, `.js` from the package. */
function ownExtension(): string {
  return path.extname(fileURLToPath(import.meta.url))
}

function taskFor(files: readonly string[], context: SpecContext, root: string): Task {
  const packageUrl = new URL(`../index${ownExtension()}`, import.meta.url).href
  return { files: files.map((file) => path.resolve(root, file)), packageUrl, context }
}

function killAll(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // No such group: everything in it has ended, or this system has no groups.
    child.kill('SIGKILL')
  }
}

function collectOutput(child: ChildProcess, onOutput: ((text: string) => void) | undefined): () => string {
  let kept = ''
  const take = (chunk: Buffer) => {
    const text = chunk.toString('utf8').slice(0, OUTPUT_LIMIT - kept.length)
    kept += text
    if (text !== '') onOutput?.(text)
  }
  child.stdout?.on('data', take)
  child.stderr?.on('data', take)
  return () => kept
}

function ended(code: number | null, signal: string | null, output: string): Evaluation {
  const how = signal === null ? `with exit code ${code ?? '?'}` : `by ${signal}`
  return { result: 'failed', message: `the spec ended its process ${how}`, stack: output.slice(-4000) }
}

function relativeTo(root: string, file: string): string {
  return path.relative(root, file).replaceAll(path.sep, '/')
}

/** Node names modules by their real path, whatever links lead to the root. */
async function rootNames(root: string): Promise<readonly string[]> {
  const real = await realpath(root)
  return [...new Set([root, real])].flatMap((each) => [`${pathToFileURL(each).href}/`, `${each}${path.sep}`])
}

function evaluationOf(report: Exclude<Report, { kind: 'begin' }>, names: readonly string[]): Evaluation {
  const relative = (text: string) => names.reduce((rest, name) => rest.replaceAll(name, ''), text)
  switch (report.kind) {
    case 'specs':
      return {
        result: 'specs',
        specs: report.specs.map(({ value, stack }) => ({
          value,
          ...(stack !== undefined && { stack: relative(stack) }),
        })),
      }
    case 'nonsense':
      return {
        result: 'nonsense',
        got: report.got,
        ...(report.stack !== undefined && { stack: relative(report.stack) }),
      }
    case 'failed':
      return { result: 'failed', message: relative(report.message), stack: relative(report.stack) }
  }
}
