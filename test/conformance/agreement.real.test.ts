import pLimit from 'p-limit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Outcome, runProgram } from './program.ts'
import { GUARDED_PROGRAMS, PROGRAMS } from './programs.ts'
import { type ProgramServer, SERVER_NAMES, type ServerName, startServer } from './servers.ts'

/**
 * Plain Prefect programs, run with the real Prefect as client against the real server and against the embedded one.
 * Each asserts its end state by a second read and prints a record; both records must be equal. For looking into a fault,
 * `REGISTRAR_TEST_SERVERS` (real, embedded) and `REGISTRAR_TEST_PROGRAMS` name, with commas, all that is to run.
 */
const chosenServers = SERVER_NAMES.filter(isNamed('REGISTRAR_TEST_SERVERS'))

/** Programs wait more than they work, so each server has several at once. */
const AT_ONCE = 3

/** All programs have to wait for their turn, so what one test waits for is the work of all before it. */
const LIMIT_MS = 1_800_000

agreement('the embedded server agrees with the real one on', PROGRAMS)
agreement(
  'the embedded server that asks for a password agrees with the real one on',
  GUARDED_PROGRAMS,
  'admin:pass word',
)

function agreement(title: string, all: Readonly<Record<string, string>>, authString?: string): void {
  const programs = Object.keys(all).filter(isNamed('REGISTRAR_TEST_PROGRAMS'))
  describe.skipIf(programs.length === 0)(title, () => {
    const started = new Map<ServerName, ProgramServer>()
    const outcomes = new Map<string, Promise<Outcome>>()

    beforeAll(async () => {
      await Promise.all(chosenServers.map(async (name) => started.set(name, await startServer(name, authString))))
      for (const [name, { api }] of started) {
        const limit = pLimit(AT_ONCE)
        for (const program of programs) {
          const outcome = limit(() => runProgram(program, api, authString))
          // That a program could not be started is told by the test that waits for it.
          outcome.catch(() => undefined)
          outcomes.set(`${program} on ${name}`, outcome)
        }
      }
    })

    afterAll(async () => {
      await Promise.allSettled(outcomes.values())
      await Promise.all([...started.values()].map((server) => server.close()))
    })

    for (const program of programs) {
      it(all[program]!, { timeout: LIMIT_MS }, async () => {
        const records = []
        for (const name of chosenServers) {
          const { code, said, record } = await outcomes.get(`${program} on ${name}`)!
          expect(code, `${program} on the ${name} server: ${said}\n${started.get(name)!.failures()}`).toBe(0)
          records.push(record)
        }
        const [expected, ...others] = records
        expect(expected).toBeTypeOf('object')
        for (const record of others) expect(record).toEqual(expected)
      })
    }
  })
}

/** Whether a name is in a list of the environment; without one every name is. */
function isNamed(variable: string): (name: string) => boolean {
  const names = process.env[variable]?.split(',')
  return (name) => names === undefined || names.includes(name)
}
