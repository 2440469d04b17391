import { rm } from 'node:fs/promises'
import { type Cost, measured, median } from './measured.ts'
import { makeProject } from './projects.ts'
import type { BenchServer } from './servers.ts'
import { ratio, tableText } from './table.ts'

/** Start-up of `version` and of a plan of one file, against a bare Node; and `validate` of 1,000 files. */
export async function benchStartUp(main: string, server: BenchServer): Promise<string> {
  const one = await makeProject(1)
  const thousand = await makeProject(1000)
  const env = { PREFECT_API_URL: server.api }
  const node = (cwd: string, ...args: string[]) => median(7, () => measured([process.execPath, ...args], { cwd, env }))
  try {
    const bare = await node(one, '-e', '0')
    await measured([process.execPath, main, '-C', one, 'apply', '--json'], { cwd: one, env })
    const rows: [string, Cost][] = [
      ['node -e 0', bare],
      ['registrar version', await node(one, main, 'version')],
      ['registrar validate, 1 file', await node(one, main, '-C', one, 'validate')],
      ['registrar plan, 1 file, nothing to do', await node(one, main, '-C', one, 'plan')],
      ['registrar validate, 1,000 files', await node(thousand, main, '-C', thousand, 'validate')],
    ]
    return tableText([
      ['median of 7', 'wall s', 'CPU s', 'peak MB', 'wall / node', 'CPU / node'],
      ...rows.map(([what, cost]) => [
        what,
        cost.wall.toFixed(3),
        cost.cpu.toFixed(3),
        cost.peak.toFixed(0),
        ratio(cost.wall, bare.wall),
        ratio(cost.cpu, bare.cpu),
      ]),
    ])
  } finally {
    await Promise.all([one, thousand].map((folder) => rm(folder, { recursive: true, force: true })))
  }
}
