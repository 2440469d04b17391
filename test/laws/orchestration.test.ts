import { test } from '@fast-check/vitest'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { type Api, type Body, apiAt, items, text } from '../contract/api.ts'
import { type TestServer, startEmbedded } from '../support/embedded.ts'
import type { Command, Sequence } from './orchestration/commands.ts'
import { sequences } from './orchestration/sequences.ts'
import { type Seen, newWorld } from './orchestration/world.ts'

/** More when looking for what a few miss: `REGISTRAR_LAW_RUNS=1000 npm test -- test/laws/orchestration`. */
const RUNS = Number(process.env['REGISTRAR_LAW_RUNS'] ?? 30)

let server: TestServer
let api: Api

beforeAll(async () => {
  server = await startEmbedded()
  api = apiAt(server.api, false)
})

afterAll(async () => {
  await server?.close()
})

/** Carries out a sequence; `check` is called after each command with what was seen of it. */
async function play({ setting, commands }: Sequence, check: (step: Step) => Promise<void>): Promise<void> {
  const world = await newWorld(api, setting, Date.now())
  for (const command of commands) {
    const states = await historyLengths(world.runs)
    const seen = await world.run(command)
    await check({ command, runs: world.runs, limitId: world.limitId, seen, states })
  }
}

type Step = {
  readonly command: Command
  readonly runs: readonly string[]
  readonly limitId: string | undefined
  readonly seen: Seen | undefined
  /** How many states the runs had before the command. */
  readonly states: number
}

async function history(id: string): Promise<readonly Body[]> {
  return items((await api.get(`/flow_run_states/?flow_run_id=${id}`)).body)
}

async function historyLengths(runs: readonly string[]): Promise<number> {
  const all = await Promise.all(runs.map(history))
  return all.reduce((sum, states) => sum + states.length, 0)
}

describe('on the embedded server, whatever is asked of flow runs', () => {
  test.prop([sequences(6)], { numRuns: RUNS })(
    'a run has the last state of its history, whose moments only grow, and an event for each',
    async (sequence) => {
      await play(sequence, async ({ runs }) => {
        for (const id of runs) {
          const states = await history(id)
          expect((await api.get(`/flow_runs/${id}`)).body.state).toEqual(states.at(-1))
          const moments = states.map(({ timestamp }) => text(timestamp))
          expect(moments).toEqual([...new Set(moments)].sort())
          expect(await eventsOf(id)).toEqual(
            states.map((state) => `${text(state.id)} prefect.flow-run.${text(state.name)}`),
          )
        }
      })
    },
  )

  test.prop([sequences(6)], { numRuns: RUNS })('201 says that there is one state more', async (sequence) => {
    await play(sequence, async ({ command, runs, seen, states }) => {
      if (seen === undefined || (command.kind !== 'set run' && command.kind !== 'resume')) return
      const more = (await historyLengths(runs)) - states
      expect([seen.status, more]).toEqual(more === 0 ? [200, 0] : [201, 1])
    })
  })

  test.prop([sequences(8)], { numRuns: RUNS })('no more slots are taken than the limit has', async (sequence) => {
    await play(sequence, async ({ limitId }) => {
      if (limitId === undefined) return
      const { limit, active_slots: slots } = (await api.get(`/v2/concurrency_limits/${limitId}`)).body
      expect(Number(slots)).toBeGreaterThanOrEqual(0)
      expect(Number(slots)).toBeLessThanOrEqual(Number(limit))
    })
  })

  test.prop([sequences(8)], { numRuns: RUNS })(
    'a run knows when it began, when it ended and how often it ran',
    async (sequence) => {
      await play(sequence, async ({ runs }) => {
        for (const id of runs) {
          const { body: run } = await api.get(`/flow_runs/${id}`)
          const states = await history(id)
          const isOver = TERMINAL.has(text(run.state_type))
          expect(run.end_time === null).toBe(!isOver)
          expect(run.start_time === null).toBe(
            !states.some(({ type }) => (type as unknown) === 'RUNNING' || TERMINAL.has(text(type))),
          )
          expect(Number(run.run_count)).toBeLessThanOrEqual(
            states.filter(({ type }) => (type as unknown) === 'RUNNING').length,
          )
        }
      })
    },
  )
})

const TERMINAL = new Set(['COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED'])

/** The events that tell of a run's states, the first first. */
async function eventsOf(id: string): Promise<readonly string[]> {
  const filter = { resource: { id: [`prefect.flow-run.${id}`] }, order: 'ASC' }
  const { body } = await api.post('/events/filter', { filter, limit: 50 })
  return items(body.events).map((event) => `${text(event.id)} ${text(event.event)}`)
}
