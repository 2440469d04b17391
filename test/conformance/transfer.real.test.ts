import { expect, onTestFinished, test } from 'vitest'
import { runProgram } from './program.ts'
import { startServer } from './servers.ts'

/** Two transfers, each told twice, and the start of a real server on a busy machine. */
const LIMIT_MS = 600_000

// People grow from the embedded server to the real one, and try on the embedded one what the real one holds.
test(
  'what a server holds moves by `prefect transfer`: from the embedded one to the real one, and on from there',
  { timeout: LIMIT_MS },
  async () => {
    const [from, real, to] = await Promise.all([startServer('embedded'), startServer('real'), startServer('embedded')])
    onTestFinished(async () => {
      await Promise.all([from, real, to].map((server) => server.close()))
    })
    const grown = await runProgram('transfer', from.api, undefined, { TRANSFER_TO: real.api })
    expect(grown.code, grown.said).toBe(0)
    const tried = await runProgram('transfer', real.api, undefined, { TRANSFER_TO: to.api })
    expect(tried.code, `${tried.said}\n${to.failures()}`).toBe(0)
    expect(tried.record).toEqual(grown.record)
  },
)
