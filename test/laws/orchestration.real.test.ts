import { test } from '@fast-check/vitest'
import { afterAll, beforeAll, expect } from 'vitest'
import { type Api, apiAt } from '../contract/api.ts'
import { type TestServer, startEmbedded } from '../support/embedded.ts'
import { type RealPrefect, startRealPrefect } from '../support/real-prefect.ts'
import type { Sequence } from './orchestration/commands.ts'
import { sequences } from './orchestration/sequences.ts'
import { newWorld } from './orchestration/world.ts'

/** More when looking for what a few miss: `REGISTRAR_LAW_RUNS=1000 REGISTRAR_LAW_STEPS=12 REGISTRAR_LAW_SEED=7`. */
const RUNS = Number(process.env['REGISTRAR_LAW_RUNS'] ?? 60)
const STEPS = Number(process.env['REGISTRAR_LAW_STEPS'] ?? 8)

let real: RealPrefect
let embedded: TestServer
let apis: readonly [Api, Api]

beforeAll(async () => {
  ;[real, embedded] = await Promise.all([startRealPrefect(), startEmbedded()])
  apis = [apiAt(real.api, true), apiAt(embedded.api, false)]
})

afterAll(async () => {
  await Promise.all([real?.close(), embedded?.close()])
})

test.prop([sequences(STEPS)], { numRuns: RUNS, endOnFailure: false })(
  `both servers judge ${RUNS} sequences of ${STEPS} transitions alike`,
  agree,
  3_600_000,
)

/** Does the same on both servers and compares what they say and what they then have, step by step. */
async function agree({ setting, commands }: Sequence): Promise<void> {
  const begin = Date.now()
  const [theirs, ours] = await Promise.all(apis.map((api) => newWorld(api, setting, begin)))
  if (theirs === undefined || ours === undefined) throw new Error('two servers are needed')
  for (const command of commands) {
    const [expected, seen] = await Promise.all([theirs.run(command), ours.run(command)])
    // Where the real server breaks there is nothing to agree with, and what it has then is not known.
    if (expected?.status === 500) {
      expect(seen?.status).not.toBe(500)
      return
    }
    expect({ command, seen }).toEqual({ command, seen: expected })
    const [has, haveWe] = await Promise.all([theirs.look(), ours.look()])
    expect({ command, has: haveWe }).toEqual({ command, has })
  }
}
