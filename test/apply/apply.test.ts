import { describe, expect, it } from 'vitest'
import { applyPlan } from '../../src/apply/apply.ts'
import type { DeploymentWriter } from '../../src/apply/writer.ts'
import type { LiveDeployment } from '../../src/model/deployment.ts'
import type { Change, Plan } from '../../src/model/plan.ts'
import { type PlanRequest, planFor } from '../../src/plan/plan.ts'
import { desired, live, managed, row } from '../support/deployments.ts'

/** A writer that keeps deployments in memory and notes what it was asked, in order. `breaks` names what fails. */
function memoryWriter(start: readonly LiveDeployment[] = [], breaks: (call: string) => boolean = () => false) {
  const stored = new Map(start.map((one) => [one.id, one]))
  const calls: string[] = []
  const called = async (call: string) => {
    calls.push(call)
    await Promise.resolve()
    if (breaks(call)) throw new Error(`${call} broke`)
  }
  const writer: DeploymentWriter = {
    ensureFlow: async (name) => {
      await called(`flow ${name}`)
      return `id-of-${name}`
    },
    createDeployment: async ({ flow, body }) => {
      const name = String(body['name'])
      await called(`create ${flow}/${name}`)
      const deployment = managed({ flow, name })
      stored.set(deployment.id, deployment)
      return { deployment, created: true }
    },
    patchDeployment: async (id, patch) => {
      await called(`patch ${id} ${Object.keys(patch).join()}`)
      stored.set(id, { ...stored.get(id)!, ...(patch as Partial<LiveDeployment>) })
    },
    createSchedules: (id, rows) => called(`rows ${id} ${rows.length}`),
    patchSchedule: (id, schedule) => called(`row ${id} ${schedule}`),
    deleteSchedule: (id, schedule) => called(`drop ${id} ${schedule}`),
    deleteDeployment: async (id) => {
      await called(`delete ${id}`)
      stored.delete(id)
    },
    scheduleRuns: (id, sinceMs) => called(`refill ${id} from ${sinceMs} ms before`),
    deploymentById: async (id) => stored.get(id),
  }
  return { writer, calls, stored }
}

function plan(request: Partial<PlanRequest>): Plan {
  return planFor({
    desired: [],
    complete: true,
    live: [],
    workPools: [],
    scope: 'team',
    target: { name: 'default', url: 'http://127.0.0.1/api' },
    prune: false,
    pruneAdopted: false,
    selected: () => true,
    ...request,
  })
}

/** A clock on which a quarter of a second passes between two looks. */
function tickingClock(): () => number {
  let now = 0
  return () => (now += 250)
}

async function apply(
  what: Plan,
  writer: DeploymentWriter,
  extra: { signal?: AbortSignal; unsettled?: (change: Change) => string[] } = {},
) {
  const outcomes = await applyPlan(what, {
    writer,
    parallel: 2,
    signal: new AbortController().signal,
    clock: tickingClock(),
    unsettled: () => [],
    ...extra,
  })
  return outcomes.map(({ change, result }) => `${result} ${change.key}`)
}

describe('one outcome per change', () => {
  it('creates each flow once, then its deployments', async () => {
    const { writer, calls, stored } = memoryWriter()
    const result = await apply(plan({ desired: [desired({ name: 'a' }), desired({ name: 'b' })] }), writer)
    expect(result).toEqual(['created etl/a', 'created etl/b'])
    expect(calls.filter((call) => call.startsWith('flow'))).toEqual(['flow etl'])
    expect(stored.size).toBe(2)
  })

  it('writes nothing when nothing differs', async () => {
    const { writer, calls } = memoryWriter([managed()])
    expect(await apply(plan({ desired: [desired()], live: [managed()] }), writer)).toEqual(['unchanged etl/nightly'])
    expect(calls).toEqual([])
  })

  it('goes on past a change that fails, and deletes nothing then', async () => {
    const there = [managed({ name: 'gone' })]
    const { writer, stored } = memoryWriter(there, (call) => call === 'create etl/a')
    const result = await apply(
      plan({ desired: [desired({ name: 'a' }), desired({ name: 'b' })], live: there, prune: true }),
      writer,
    )
    expect(result).toEqual(['failed etl/a', 'created etl/b', 'not_attempted etl/gone'])
    expect([...stored.values()].map(({ name }) => name)).toEqual(['gone', 'b'])
  })

  it('lets the former deployment run on when the one of its new name could not be made', async () => {
    const there = [managed({ name: 'old' })]
    const { writer, stored } = memoryWriter(there, (call) => call === 'create etl/new')
    const renamed = plan({ desired: [desired({ name: 'new', renamedFrom: 'etl/old' })], live: there })
    expect(await apply(renamed, writer)).toEqual(['failed etl/new', 'not_attempted etl/old'])
    expect([...stored.values()]).toMatchObject([{ name: 'old', paused: false }])
  })

  it('pauses the former deployment once the one of its new name is made, whatever else failed', async () => {
    const there = [managed({ name: 'old' })]
    const { writer, calls, stored } = memoryWriter(there, (call) => call === 'create etl/a')
    const wanted = [desired({ name: 'a' }), desired({ name: 'new', renamedFrom: 'etl/old' })]
    expect(await apply(plan({ desired: wanted, live: there }), writer)).toEqual([
      'failed etl/a',
      'created etl/new',
      'updated etl/old',
    ])
    expect(stored.get('id-of-etl-old')).toMatchObject({ paused: true })
    expect(calls.indexOf('create etl/new')).toBeLessThan(calls.indexOf('patch id-of-etl-old paused'))
  })

  it('deletes last', async () => {
    const there = [managed({ name: 'a' })]
    const { writer, calls } = memoryWriter(there)
    await apply(plan({ desired: [desired({ name: 'z' })], live: there, prune: true }), writer)
    expect(calls.at(-1)).toBe('delete id-of-etl-a')
  })

  it('finishes what is in flight when it is interrupted, and reports the rest as not attempted', async () => {
    const stop = new AbortController()
    const { writer, stored } = memoryWriter([], (call) => {
      if (call === 'create etl/a') stop.abort()
      return false
    })
    const names = ['a', 'b', 'c', 'd', 'e']
    const result = await apply(plan({ desired: names.map((name) => desired({ name })) }), writer, {
      signal: stop.signal,
    })
    expect(result[0]).toBe('created etl/a')
    expect(result.slice(2)).toEqual(['not_attempted etl/c', 'not_attempted etl/d', 'not_attempted etl/e'])
    expect(result.filter((line) => line.startsWith('created')).length).toBe(stored.size)
  })

  it('names a field that did not settle instead of calling it done', async () => {
    const { writer } = memoryWriter([managed()])
    const what = plan({ desired: [desired({ fields: { version: '2' } })], live: [managed()] })
    const outcomes = await applyPlan(what, {
      writer,
      parallel: 1,
      signal: new AbortController().signal,
      clock: () => 0,
      unsettled: () => ['version'],
    })
    expect(outcomes).toMatchObject([{ result: 'updated', unsettled: ['version'] }])
  })
})

describe('an update leaves no gap in the runs', () => {
  const scheduled = { schedules: [row({ cron: '0 1 * * *' }, { slug: 'a' })] }
  const change = (there: LiveDeployment) => plan({ desired: [desired({ fields: { version: '2' } })], live: [there] })

  it('asks for the runs again from just before the write', async () => {
    const { writer, calls } = memoryWriter([managed(scheduled)])
    await apply(change(managed(scheduled)), writer)
    expect(calls).toEqual(['patch id-of-etl-nightly version', 'refill id-of-etl-nightly from 1250 ms before'])
  })

  it('does not, when the deployment rests: it would get runs that nobody wants', async () => {
    const resting = managed({ ...scheduled, paused: true })
    const { writer, calls } = memoryWriter([resting])
    await apply(change(resting), writer)
    expect(calls).toEqual(['patch id-of-etl-nightly version'])
  })

  it('does so even when the write broke half-way', async () => {
    const there = managed(scheduled)
    const { writer, calls } = memoryWriter([there], (call) => call.startsWith('rows'))
    const both = { a: { rule: { cron: '0 1 * * *' } }, b: { rule: { cron: '0 2 * * *' } } }
    const what = plan({ desired: [desired({ fields: { version: '2', schedules: both } })], live: [there] })
    expect(await apply(what, writer)).toEqual(['failed etl/nightly'])
    expect(calls.at(-1)).toMatch(/^refill/)
  })
})

it('changes and makes rows before it deletes any', async () => {
  const rows = [
    row({ cron: '0 1 * * *' }, { slug: 'a', id: 'ra' }),
    row({ cron: '0 2 * * *' }, { slug: 'b', id: 'rb' }),
  ]
  const there = managed({ schedules: rows })
  const { writer, calls } = memoryWriter([there])
  const wanted = { a: { rule: { cron: '0 3 * * *' } }, c: { rule: { cron: '0 4 * * *' } } }
  await apply(plan({ desired: [desired({ fields: { schedules: wanted } })], live: [there] }), writer)
  expect(calls.filter((call) => !call.startsWith('refill'))).toEqual([
    'row id-of-etl-nightly ra',
    'rows id-of-etl-nightly 1',
    'drop id-of-etl-nightly rb',
  ])
})

it('does not touch a deployment that appeared since the plan, beyond saying so', async () => {
  const { writer } = memoryWriter()
  const late: DeploymentWriter = { ...writer, createDeployment: async () => ({ deployment: live(), created: false }) }
  expect(await apply(plan({ desired: [desired()] }), late)).toEqual(['failed etl/nightly'])
})
