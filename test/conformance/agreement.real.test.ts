import pLimit, { type LimitFunction } from 'p-limit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Outcome, runProgram } from './program.ts'
import { PROGRAMS } from './programs.ts'
import { type ProgramServer, SERVER_NAMES, type ServerName, startServer } from './servers.ts'

/**
 * Plain Prefect programs, run with the real Prefect as client against the real server and against the embedded one.
 * Each asserts its end state by a second read and prints a record; both records must be equal. For looking into a fault,
 * `REGISTRAR_TEST_SERVERS` (real, embedded) and `REGISTRAR_TEST_PROGRAMS` name, with commas, all that is to run.
 */
const servers = SERVER_NAMES.filter(named('REGISTRAR_TEST_SERVERS'))
const programs = Object.keys(PROGRAMS).filter(named('REGISTRAR_TEST_PROGRAMS'))

/** Programs wait more than they work, so each server has several at once. */
const AT_ONCE = 3

describe('the embedded server agrees with the real one on', () => {
  const started = new Map<ServerName, ProgramServer>()
  const outcomes = new Map<string, Promise<Outcome>>()

  beforeAll(async () => {
    await Promise.all(servers.map(async (name) => void started.set(name, await startServer(name))))
    for (const [name, server] of started) {
      const limit = pLimit(AT_ONCE)
      for (const program of programs) outcomes.set(`${name} ${program}`, queued(limit, program, server))
    }
  })

  afterAll(async () => {
    await Promise.allSettled(outcomes.values())
    await Promise.all([...started.values()].map((server) => server.close()))
  })

  for (const program of programs) {
    it(PROGRAMS[program]!, { timeout: 900_000 }, async () => {
      const records = []
      for (const name of servers) {
        const outcome = await outcomes.get(`${name} ${program}`)!
        const failures = started.get(name)!.failures()
        expect(outcome.code, `${program} on the ${name} server: ${outcome.said}\n${failures}`).toBe(0)
        records.push(outcome.record)
      }
      const [expected, ...others] = records
      expect(expected).toBeTypeOf('object')
      for (const record of others) expect(record).toEqual(expected)
    })
  }
})

/** A failure to start a program belongs to its own test, not to nobody. */
function queued(limit: LimitFunction, program: string, server: ProgramServer): Promise<Outcome> {
  const outcome = limit(() => runProgram(program, server.api))
  outcome.catch(() => undefined)
  return outcome
}

/** Whether a name is in a list of the environment; without one every name is. */
function named(variable: string): (name: string) => boolean {
  const names = process.env[variable]?.split(',')
  return (name) => names === undefined || names.includes(name)
}
