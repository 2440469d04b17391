import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What a program printed and how it ended. */
export type Finished = { readonly code: number | null; readonly stdout: string; readonly stderr: string }

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

/** Nothing that a test starts outlives it: a program that does not end by itself is killed after this. */
const LIMIT_MS = 240_000

/** Runs a program to its end. `env` is all it gets besides PATH and HOME. */
export function run(
  program: string,
  args: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LIMIT_MS,
    })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}

/** Runs `registrar` as a person would, in a process of its own. */
export function registrar(args: readonly string[], options: Parameters<typeof run>[2]): Promise<Finished> {
  return run(process.execPath, [MAIN, ...args], options)
}
