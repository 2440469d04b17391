import { isDeepStrictEqual } from 'node:util'
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

/** Programs wait more than they work, so each server has several at once. The real one on SQLite stalls under more. */
const AT_ONCE = { real: 2, embedded: 3 }

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
      for (const [name, server] of started) {
        const limit = pLimit(AT_ONCE[name])
        for (const program of programs) {
          const outcome = limit(() => runOn(server, program, authString))
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
      it(all[program]!, { timeout: LIMIT_MS }, async ({ task }) => {
        const isRetried = (task.result?.retryCount ?? 0) > 0
        const alone = async (name: ServerName) => {
          await Promise.allSettled(outcomes.values())
          return runAlone(program, name, authString)
        }
        const ours = await (isRetried && started.has('embedded')
          ? alone('embedded')
          : outcomes.get(`${program} on embedded`))
        if (ours) succeeded(ours, 'embedded')
        let theirs = await outcomes.get(`${program} on real`)
        if (theirs && !isGood(theirs, ours)) theirs = await alone('real')
        if (theirs) succeeded(theirs, 'real')
        if (ours && theirs) expect(ours.record).toEqual(theirs.record)
      })
    }
  })
}

/** What a program came to; if it failed, what it said is followed by what the server said of itself. */
async function runOn(server: ProgramServer, program: string, authString: string | undefined): Promise<Outcome> {
  const outcome = await runProgram(program, server.api, authString)
  return outcome.code === 0 ? outcome : { ...outcome, said: `${outcome.said}\n${server.failures()}` }
}

function succeeded({ code, said, record }: Outcome, name: ServerName): void {
  expect(code, `on the ${name} server:\n${said}`).toBe(0)
  expect(record).toBeTypeOf('object')
}

function isGood(theirs: Outcome, ours: Outcome | undefined): boolean {
  return theirs.code === 0 && (ours === undefined || isDeepStrictEqual(theirs.record, ours.record))
}

/**
 * The real server's second chance: with several clients it now and then answers 503 or loses what it was told, and then
 * it is no measure. On a fresh one, when all other programs have ended, it is. The embedded server has no second chance
 * but the one that CI gives every test, which is told.
 */
async function runAlone(program: string, name: ServerName, authString: string | undefined): Promise<Outcome> {
  const server = await startServer(name, authString)
  try {
    return await runOn(server, program, authString)
  } finally {
    await server.close()
  }
}

/** Whether a name is in a list of the environment; without one every name is. */
function isNamed(variable: string): (name: string) => boolean {
  const names = process.env[variable]?.split(',')
  return (name) => names === undefined || names.includes(name)
}
