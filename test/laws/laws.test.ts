import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import type { DesiredDeployment } from '../../src/model/deployment.ts'
import { isJsonObject, type JsonObject } from '../../src/model/json.ts'
import type { Plan } from '../../src/model/plan.ts'
import { creationOf } from '../../src/plan/change.ts'
import { desiredDeployments } from '../support/specs.ts'
import { type Registrar, withServer } from './server.ts'

/** More when looking for what a few runs miss: `REGISTRAR_LAW_RUNS=1000 npm test -- test/laws`. */
const RUNS = Number(process.env['REGISTRAR_LAW_RUNS'] ?? 30)

/** How something came to be on the server before we look: by us, by another scope, by nobody who leaves a mark. */
type Former = {
  readonly wanted: DesiredDeployment
  readonly by: 'us' | 'another scope' | 'nobody'
  readonly slugs: boolean
  readonly sharedLimit: boolean
}

const specs = () =>
  fc
    .uniqueArray(desiredDeployments(), { maxLength: 4, selector: ({ key }) => key })
    .map((all) => all.map(withoutSelfRename))

function withoutSelfRename(one: DesiredDeployment): DesiredDeployment {
  const { renamedFrom: _renamedFrom, ...rest } = one
  return rest
}

/** Some live deployments have the keys of desired ones, since that is where things can differ. */
const states = (desired: readonly DesiredDeployment[]) =>
  fc
    .array(
      fc.record({
        wanted: desiredDeployments(),
        twinOf: fc.option(fc.nat(Math.max(0, desired.length - 1))),
        by: fc.constantFrom('us' as const, 'another scope' as const, 'nobody' as const),
        slugs: fc.boolean(),
        sharedLimit: fc.boolean(),
      }),
      { maxLength: 4 },
    )
    .map((all) =>
      all.map(({ wanted, twinOf, ...rest }): Former => {
        const twin = twinOf === null ? undefined : desired[twinOf]
        return { ...rest, wanted: twin ? { ...wanted, key: twin.key, flow: twin.flow, name: twin.name } : wanted }
      }),
    )
    .map((all) => [...new Map(all.map((one) => [one.wanted.key, one])).values()])

const worlds = () => specs().chain((desired) => states(desired).map((former) => ({ desired, former })))

describe('on the embedded server, for any specs and any live state', () => {
  test.prop([worlds()], { numRuns: RUNS })(
    'after apply there is nothing left to plan, and applying again writes nothing',
    async ({ desired, former }) => {
      await withServer(async (registrar) => {
        await settle(registrar, desired, former)
        const ours = await withoutForeign(registrar, desired)
        const outcomes = await registrar.apply(await registrar.plan(ours))
        expect(outcomes.filter((outcome) => outcome.result === 'failed')).toEqual([])
        expect(outcomes.flatMap((outcome) => ('unsettled' in outcome ? outcome.unsettled : []))).toEqual([])
        expect(differences(await registrar.plan(ours))).toEqual([])
        registrar.writes()
        await registrar.apply(await registrar.plan(ours))
        expect(registrar.writes()).toBe(0)
      })
    },
  )

  test.prop([worlds()], { numRuns: RUNS })(
    'nothing without our mark is deleted, and everything desired stays',
    async ({ desired, former }) => {
      await withServer(async (registrar) => {
        await settle(registrar, desired, former)
        const ours = await withoutForeign(registrar, desired)
        const unmarked = (await live(registrar)).filter(({ tags }) => !tags.includes('registrar:team'))
        const plan = await registrar.plan(ours, { prune: true })
        const prunes = plan.changes.filter(({ action }) => action === 'prune').length
        const allowed = await registrar.plan(
          ours,
          prunes === 0 ? { prune: true } : { prune: true, allowDelete: prunes },
        )
        if (allowed.refusals.length === 0) await registrar.apply(allowed)
        const left = new Set((await live(registrar)).map(({ id }) => id))
        expect(unmarked.filter(({ id }) => !left.has(id))).toEqual([])
        if (allowed.refusals.length === 0) expect(differences(await registrar.plan(ours, { prune: true }))).toEqual([])
      })
    },
  )

  test.prop([worlds(), fc.infiniteStream(fc.nat())], { numRuns: RUNS })(
    'the plan does not depend on the order of files',
    async ({ desired, former }, random) => {
      await withServer(async (registrar) => {
        await settle(registrar, desired, former)
        const shuffled = desired
          .map((one) => ({ one, at: random.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one)
        expect(await registrar.plan(shuffled)).toEqual(await registrar.plan(desired))
      })
    },
  )
})

function differences(plan: Plan): readonly unknown[] {
  return plan.changes.flatMap((change) => (change.action === 'noop' ? [] : [change]))
}

/** Puts the former state on the server past registrar, and the pools that anybody names. */
async function settle(
  registrar: Registrar,
  desired: readonly DesiredDeployment[],
  former: readonly Former[],
): Promise<void> {
  const pools = new Set(
    [...desired, ...former.map(({ wanted }) => wanted)].flatMap(({ fields }) => fields['work_pool.name'] ?? []),
  )
  for (const name of pools) await registrar.send('POST', '/work_pools/', { name, type: 'process' })
  const shared = (await registrar.send('POST', '/v2/concurrency_limits/', { name: 'shared', limit: 7 })) as JsonObject
  for (const { wanted, by, slugs, sharedLimit } of former) {
    const flow = (await registrar.send('POST', '/flows/', { name: wanted.flow })) as JsonObject
    const { tags, labels, concurrency_limit, ...body } = creationOf(wanted, {
      scope: by === 'us' ? 'team' : 'another',
    }).body
    const schedules = (body['schedules'] as readonly JsonObject[]).map(({ slug, ...row }) =>
      slugs ? { slug: slug!, ...row } : row,
    )
    const theirs = (tags as readonly string[]).filter((tag) => !tag.startsWith('registrar:'))
    await registrar.send('POST', '/deployments/', {
      ...body,
      flow_id: flow['id']!,
      schedules,
      ...(by === 'nobody' ? { tags: theirs } : { tags: tags!, labels: labels! }),
      ...(sharedLimit
        ? { global_concurrency_limit_id: shared['id']! }
        : concurrency_limit === undefined
          ? {}
          : { concurrency_limit }),
    })
  }
}

/** Without the specs that want what another scope owns: those are findings, and stop an apply. */
async function withoutForeign(
  registrar: Registrar,
  desired: readonly DesiredDeployment[],
): Promise<readonly DesiredDeployment[]> {
  const foreign = new Set(
    (await registrar.plan(desired)).findings.flatMap(({ code, deployment }) =>
      code === 'foreign_owner' ? [deployment] : [],
    ),
  )
  return desired.filter(({ key }) => !foreign.has(key))
}

async function live(
  registrar: Registrar,
): Promise<readonly { readonly id: string; readonly tags: readonly string[] }[]> {
  const rows = await registrar.send('POST', '/deployments/filter', {})
  return (rows as readonly JsonObject[])
    .filter(isJsonObject)
    .map(({ id, tags }) => ({ id: String(id), tags: tags as readonly string[] }))
}
