import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What one process cost. Times are seconds, memory is MB at its peak. */
export type Cost = {
  readonly wall: number
  readonly cpu: number
  readonly peak: number
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs a program to its end and measures it as a whole process: wall clock, user + system CPU seconds and peak memory,
 * read from the kernel by the small Python that starts it (`wait4`), so that nothing is added to what is measured.
 */
export async function measured(
  command: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Cost> {
  const folder = await mkdtemp(join(tmpdir(), 'registrar-bench-'))
  const report = join(folder, 'cost')
  try {
    const { code, stdout, stderr } = await new Promise<{ code: number | null; stdout: string; stderr: string }>(
      (resolve, reject) => {
        const child = spawn('python3', ['-c', STARTER, report, ...command], {
          cwd,
          env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NO_COLOR: '1', ...env },
          stdio: ['ignore', 'pipe', 'pipe'],
        })
        const printed = { stdout: '', stderr: '' }
        child.stdout.on('data', (chunk: Buffer) => (printed.stdout += chunk.toString()))
        child.stderr.on('data', (chunk: Buffer) => (printed.stderr += chunk.toString()))
        child.on('error', reject)
        child.on('close', (ended) => resolve({ code: ended, ...printed }))
      },
    )
    if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}: ${stderr}`)
    const [wall, cpu, peak] = (await readFile(report, 'utf8')).split(' ').map(Number) as [number, number, number]
    return { wall, cpu, peak, stdout, stderr }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const STARTER = `
import os, sys, time
report, *command = sys.argv[1:]
began = time.monotonic()
pid = os.posix_spawnp(command[0], command, os.environ)
_, status, usage = os.wait4(pid, 0)
wall = time.monotonic() - began
open(report, 'w').write(f'{wall} {usage.ru_utime + usage.ru_stime} {usage.ru_maxrss / 1024}')
sys.exit(os.waitstatus_to_exitcode(status))
`

/** The run in the middle by wall clock, of an odd number of runs one after the other. */
export async function median(times: number, once: () => Promise<Cost>): Promise<Cost> {
  const costs: Cost[] = []
  for (let index = 0; index < times; index += 1) costs.push(await once())
  return costs.toSorted((a, b) => a.wall - b.wall)[Math.floor(times / 2)]!
}
