/**
 * Evaluates TypeScript specs in a process of its own, which the parent may kill. It is sent one `Task` and answers
 * with one `Report` as it begins each file and one as it ends it.
 */
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { SpecContext } from './context.ts'

export type Task = {
  /** Absolute paths. */
  readonly files: readonly string[]
  /** The module that `prefect-registrar` stands for. */
  readonly packageUrl: string
  readonly context: SpecContext
}

export type Report =
  | { readonly kind: 'begin'; readonly file: string }
  | {
      readonly kind: 'specs'
      readonly file: string
      readonly specs: readonly { readonly value: object; readonly stack?: string }[]
    }
  | { readonly kind: 'nonsense'; readonly file: string; readonly got: string; readonly stack?: string }
  | { readonly kind: 'failed'; readonly file: string; readonly message: string; readonly stack: string }

const LARGEST = 8 * 1024 * 1024
const CALLS = Symbol.for('prefect-registrar.deployment-calls')

const send = process.send?.bind(process)
const exit = process.exit.bind(process)
if (send !== undefined) {
  delete process.send
  // resolves when the report is on its way, so that nothing the next file does to this process can take it back
  const tell = (report: Report) =>
    new Promise<void>((resolve, reject) => {
      send(report, undefined, undefined, (error) => (error === null ? resolve() : reject(error)))
    })
  process.once('message', (task: Task) => void evaluateAll(task, tell))
  process.once('disconnect', () => exit(1))
}

async function evaluateAll(task: Task, tell: (report: Report) => Promise<void>): Promise<void> {
  Error.stackTraceLimit = 50
  process.exit = (code) => {
    throw new Error(`the spec called process.exit(${code ?? ''})`)
  }
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'prefect-registrar' ? { url: task.packageUrl, shortCircuit: true } : next(specifier, context),
    load: (url, context, next) =>
      next(url, isModuleAfterAll(url, context.format) ? { ...context, format: 'module-typescript' } : context),
  })
  for (const file of task.files) {
    await tell({ kind: 'begin', file })
    await tell(await evaluate(file, task))
  }
}

/** What `npm init` makes says `"type": "commonjs"` of every file of its folder, also of one that imports and exports. */
function isModuleAfterAll(url: string, format: string | null | undefined): boolean {
  return format === 'commonjs-typescript' && /^\s*(?:import|export)\b/m.test(readFileSync(new URL(url), 'utf8'))
}

async function evaluate(file: string, { packageUrl, context }: Task): Promise<Report> {
  const calls = new WeakMap<object, string>()
  Object.assign(globalThis, { [CALLS]: calls })
  const ours = [packageUrl, import.meta.url]
  try {
    const module = await orUncaught<{ readonly default?: unknown }>(import(pathToFileURL(file).href))
    if (!('default' in module)) return { kind: 'nonsense', file, got: 'there is none' }
    const exported: unknown = await orUncaught(
      typeof module.default === 'function' ? module.default(context) : module.default,
    )
    return reportOf(file, exported, (spec) => withoutOwnFrames(calls.get(spec), ours))
  } catch (error) {
    const stack = error instanceof Error ? error.stack : ''
    return { kind: 'failed', file, message: reasonOf(error), stack: withoutOwnFrames(stack, ours) ?? '' }
  }
}

/** What a promise comes to, unless an error that nothing catches comes first, such as one in a timer. */
async function orUncaught<Value>(work: Value | Promise<Value>): Promise<Value> {
  const uncaught = Promise.withResolvers<never>()
  process.on('uncaughtException', uncaught.reject)
  try {
    const value = await Promise.race([work, uncaught.promise])
    // a rejection counts as unhandled only now
    await Promise.race([new Promise(setImmediate), uncaught.promise])
    return value
  } finally {
    process.off('uncaughtException', uncaught.reject)
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return `it threw ${describe(error)}`
  const isBeyondErasing = 'code' in error && error.code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX'
  return isBeyondErasing
    ? `${error.message}; specs run with their types erased, so write only what erases (for an enum, an object "as const")`
    : error.message
}

function reportOf(file: string, exported: unknown, stackOf: (spec: object) => string | undefined): Report {
  const specs: { value: object; stack?: string }[] = []
  for (const [index, value] of (Array.isArray(exported) ? exported : [exported]).entries()) {
    const where = Array.isArray(exported) ? `at [${index}] ` : ''
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return { kind: 'nonsense', file, got: `it is ${where}${describe(value)}` }
    const stack = stackOf(value)
    const got = unfit(value, '', [])
    if (got !== undefined)
      return { kind: 'nonsense', file, got: `it is ${where}${got}`, ...(stack !== undefined && { stack }) }
    specs.push({ value, ...(stack !== undefined && { stack }) })
  }
  const size = JSON.stringify(specs).length
  return size > LARGEST
    ? { kind: 'nonsense', file, got: `it is ${size} characters of JSON, more than ${LARGEST}` }
    : { kind: 'specs', file, specs }
}

/** What of a value JSON cannot carry, in words; undefined when all of it can. A property that is undefined is left out, as in JSON. */
function unfit(value: unknown, path: string, above: readonly unknown[]): string | undefined {
  if (value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value)) return undefined
  const at = path === '' ? '' : ` at ${path}`
  if (typeof value !== 'object') return describe(value) + at
  if (above.includes(value)) return `a value that holds itself${at}`
  if (Array.isArray(value))
    return first(
      value.map((item, index) => [`${path}[${index}]`, item] as const),
      [...above, value],
    )
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null)
    return `an instance of ${value.constructor?.name || 'a class'}${at}`
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return first(
    entries.map(([key, inner]) => [path === '' ? key : `${path}.${key}`, inner] as const),
    [...above, value],
  )
}

function first(entries: readonly (readonly [string, unknown])[], above: readonly unknown[]): string | undefined {
  for (const [path, inner] of entries) {
    const found = unfit(inner, path, above)
    if (found !== undefined) return found
  }
  return undefined
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'number') return `the number ${value}`
  if (typeof value === 'string') return `the text ${JSON.stringify(value.slice(0, 60))}`
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

function withoutOwnFrames(stack: string | undefined, ours: readonly string[]): string | undefined {
  return stack
    ?.split('\n')
    .filter((line) => !ours.some((url) => line.includes(url)) && !line.includes('node:internal'))
    .join('\n')
}
