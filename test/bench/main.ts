import { existsSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { benchGrowth } from './growth.ts'
import { measureLoad, type ServerLoad } from './load.ts'
import { loadTable } from './load-table.ts'
import { benchRegistration } from './registration.ts'
import { benchSchedules } from './schedule.ts'
import { startEmbedded, startPrefect } from './servers.ts'
import { soak } from './soak.ts'
import { benchStartUp } from './start-up.ts'

/**
 * `npm run bench [-- --sizes 10,100,1000] [--peer] [--only registration,start-up,schedule,server,growth,soak] [--minutes 30]`: prints tables, asserts
 * nothing. `--peer` also measures the real Prefect and `prefect deploy --all`, from the environment whose `bin` folder
 * `REGISTRAR_TEST_PREFECT` names (default `.prefect-venv/bin`), up to `--peer-sizes` (default 10,100).
 */
const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10,100,1000' },
    peer: { type: 'boolean', default: false },
    'peer-sizes': { type: 'string', default: '10,100' },
    only: { type: 'string', default: 'start-up,schedule,registration,server,growth' },
    minutes: { type: 'string', default: '30' },
  },
})

const repository = fileURLToPath(new URL('../..', import.meta.url))
// the built program, as people run it; the sources only where nothing was built
const built = join(repository, 'dist/cli/main.js')
const main = existsSync(built) ? built : join(repository, 'src/cli/main.ts')
const numbers = (list: string) => list.split(',').map(Number)
const print = (text: string) => process.stdout.write(`${text}\n\n`)

print(`${main === built ? 'dist' : 'src'}, Node ${process.version}, load ${loadavg()[0]!.toFixed(1)}`)
if (values.only.includes('start-up')) {
  const server = await startEmbedded(main)
  print(await benchStartUp(main, server))
  await server.close()
}
if (values.only.includes('schedule')) print(benchSchedules())
if (values.only.includes('registration')) {
  for (const count of numbers(values.sizes)) {
    print(await benchRegistration({ count, main, start: () => startEmbedded(main), connections: [1, 4, 8] }))
  }
  if (values.peer) {
    const bin = process.env['REGISTRAR_TEST_PREFECT'] ?? join(repository, '.prefect-venv/bin')
    for (const count of numbers(values['peer-sizes'])) {
      for (const zones of ['system', 'package'] as const) {
        const start = () => startPrefect(bin, zones)
        print(await benchRegistration({ count, main, start, connections: [1, 2], prefect: join(bin, 'prefect') }))
      }
    }
  }
}
if (values.only.includes('server')) {
  const own = await measureLoad({
    start: () => startEmbedded(main),
    amount: 10_000,
    most: 20,
    waiting: 10_000,
    idleSeconds: 20,
  })
  print(loadTable([own]))
  const peers: ServerLoad[] = []
  if (values.peer) {
    const bin = process.env['REGISTRAR_TEST_PREFECT'] ?? join(repository, '.prefect-venv/bin')
    for (const zones of ['system', 'package'] as const) {
      const start = () => startPrefect(bin, zones)
      peers.push(await measureLoad({ start, amount: 200, most: 15, waiting: 10_000, idleSeconds: 15 }))
    }
  }
  if (peers.length > 0) print(loadTable([own, ...peers]))
}
if (values.only.includes('growth')) print(await benchGrowth(() => startEmbedded(main)))
if (values.only.includes('soak')) await soak(() => startEmbedded(main), Number(values.minutes), print)
