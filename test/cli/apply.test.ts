import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import Ajv2020 from 'ajv/dist/2020.js'
import { describe, expect, onTestFinished, test } from 'vitest'
import schema from '../../schemas/plan.schema.json' with { type: 'json' }
import { apply, type ApplyFlags } from '../../src/cli/commands/apply.ts'
import { plan, type PlanFlags } from '../../src/cli/commands/plan.ts'
import type { Context } from '../../src/cli/context.ts'
import { listen } from '../../src/server/listen.ts'
import { createServer } from '../../src/server/server.ts'
import { type FakeContext, fakeContext } from '../support/context.ts'
import { folderWith, writeFiles } from '../support/folder.ts'

const validate = new Ajv2020.default({ strict: true, allErrors: true, allowUnionTypes: true }).compile(schema)

const FLOW = 'from prefect import flow\n\n\n@flow\ndef etl(day: str = "today"):\n    pass\n'
const NIGHTLY = `name: nightly
entrypoint: etl.py:etl
tags: [etl]
schedules:
  early: { cron: "0 9 * * 1-5", timezone: Europe/Berlin }
`
const HOURLY = 'name: hourly\nentrypoint: etl.py:etl\nschedules:\n  often: { interval: PT15M }\n'

describe('plan and apply on a server', () => {
  test('the whole way: create, nothing to do, update, what is no longer wanted, prune', async () => {
    const { root, run } = await project({
      'etl.py': FLOW,
      'deployments/hourly.yaml': HOURLY,
      'deployments/nightly.yaml': NIGHTLY,
    })

    const planned = await run(plan, { detailedExitcode: true })
    expect(planned).toMatchObject({ code: 2, err: '' })
    expect(planned.out.split('\n')).toEqual([
      expect.stringMatching(/^server {3}http:\/\/127\.0\.0\.1:\d+\/api {3}\(PREFECT_API_URL, scope demo\)$/),
      '  + etl/hourly   deployments/hourly.yaml:1   every 15 minutes, next 13:15 UTC',
      '  + etl/nightly  deployments/nightly.yaml:1  weekdays at 09:00 Europe/Berlin, next Mon 09:00',
      `Runs take their code from ${root} on this machine, where no pull or path says otherwise.`,
      '2 to create, 0 to update, 0 to prune, 0 unchanged.',
      '',
    ])

    const applied = await run(apply)
    expect(applied.code).toBe(0)
    expect(lastLine(applied)).toBe('2 created.')

    const again = await run(apply)
    expect(again.code).toBe(0)
    expect(lastLine(again)).toBe('No changes: 2 unchanged.')
    expect((await run(plan, { detailedExitcode: true })).code).toBe(0)

    await writeFiles(root, {
      'deployments/nightly.yaml': NIGHTLY.replace('[etl]', '[etl, prod]').replace('0 9', '30 9'),
    })
    const updated = await run(apply)
    expect(updated.out.split('\n').slice(1)).toEqual([
      '  ~ etl/nightly  deployments/nightly.yaml:1',
      '      tags             ["etl"] → ["etl","prod"]                                           (changed)  deployments/nightly.yaml:3',
      '      schedules.early  weekdays at 09:00 Europe/Berlin → weekdays at 09:30 Europe/Berlin  (changed)  deployments/nightly.yaml:5',
      '1 change drops future scheduled runs; apply has the server make them again at once.',
      '0 to create, 1 to update, 0 to prune, 1 unchanged.',
      '1 updated, 1 unchanged.',
      '',
    ])

    await rm(join(root, 'deployments/hourly.yaml'))
    const kept = await run(apply)
    expect(kept.out.split('\n').slice(1)).toEqual([
      '  · etl/hourly    no spec wants it; kept (--prune deletes it)',
      'No changes: 1 unchanged, 1 kept that no spec wants.',
      '',
    ])
    const pruned = await run(apply, { prune: true })
    expect(pruned.out).toContain('  - etl/hourly    no spec wants it any more; its scheduled runs go with it\n')
    expect(lastLine(pruned)).toBe('1 pruned, 1 unchanged.')
    expect(lastLine(await run(plan))).toBe('No changes: 1 unchanged.')
  })

  test('the brakes refuse with exit code 3 and say the flag; the exact number lets them pass', async () => {
    const { root, run } = await project({ 'etl.py': FLOW, 'deployments/nightly.yaml': NIGHTLY })
    await run(apply)
    await rm(join(root, 'deployments/nightly.yaml'))
    const refused = await run(apply, { prune: true })
    expect(refused.code).toBe(3)
    expect(refused.out).toContain('REFUSED  no spec was found, and pruning would delete 1 deployment')
    expect(refused.out).toContain('--prune --allow-delete 1')
    expect((await run(plan, { prune: true, allowDelete: 2 })).code).toBe(3)
    const allowed = await run(apply, { prune: true, allowDelete: 1 })
    expect(allowed.code).toBe(0)
    expect(lastLine(allowed)).toBe('1 pruned.')
  })

  test('--only and paths leave everything else alone', async () => {
    const { run } = await project({
      'etl.py': FLOW,
      'deployments/hourly.yaml': HOURLY,
      'deployments/nightly.yaml': NIGHTLY,
    })
    expect(lastLine(await run(apply, { only: 'etl/hour*' }))).toBe('1 created.')
    expect(lastLine(await run(plan, { only: 'etl/hour*', prune: true }))).toBe('No changes: 1 unchanged.')
    const byPath = await run(apply, {}, ['deployments/nightly.yaml'])
    expect(lastLine(byPath)).toBe('1 created.')
    expect(byPath.out).not.toContain('hourly')
  })

  test('a spec with an error stops everything, though others are right', async () => {
    const { run } = await project({
      'etl.py': FLOW,
      'deployments/hourly.yaml': HOURLY,
      'deployments/nightly.yaml': `${NIGHTLY}paramters: {}\n`,
    })
    const stopped = await run(apply)
    expect(stopped.code).toBe(1)
    expect(stopped.out).toContain('unknown field "paramters"')
    expect(lastLine(stopped)).toBe('1 error in 1 file. Nothing was compared or written.')
  })

  test('--json prints one document that fits the schema, and nothing else on stdout', async () => {
    const { root, run } = await project({ 'etl.py': FLOW, 'deployments/nightly.yaml': NIGHTLY })
    const statuses = []
    for (const step of [
      () => run(plan, { json: true }),
      () => run(apply, { json: true }),
      () => run(apply, { json: true }),
      async () => {
        await rm(join(root, 'deployments/nightly.yaml'))
        return run(apply, { json: true, prune: true })
      },
      async () => {
        await writeFiles(root, { 'deployments/nightly.yaml': 'name: [\n' })
        return run(plan, { json: true })
      },
    ]) {
      const { out, code } = await step()
      const document: { readonly status: string } = JSON.parse(out)
      validate(document)
      expect(validate.errors).toBeNull()
      statuses.push([code, document.status])
    }
    expect(statuses).toEqual([
      [0, 'planned'],
      [0, 'applied'],
      [0, 'applied'],
      [3, 'refused'],
      [1, 'stopped'],
    ])
  })

  test('asks before writing when a person sits in front, and takes no for an answer', async () => {
    const { run } = await project({ 'etl.py': FLOW, 'deployments/nightly.yaml': NIGHTLY })
    const questions: string[] = []
    const answering = (yes: boolean): Partial<Context> => ({
      isInteractive: true,
      confirm: async (question) => {
        questions.push(question)
        return yes
      },
    })
    const declined = await run(apply, {}, [], answering(false))
    expect([declined.code, lastLine(declined)]).toEqual([1, 'Nothing was written.'])
    const agreed = await run(apply, {}, [], answering(true))
    expect([agreed.code, lastLine(agreed)]).toEqual([0, '1 created.'])
    await run(apply, {}, [], answering(true)) // nothing to write, nothing to ask
    expect(questions).toHaveLength(2)
    expect(questions[0]).toMatch(/^Apply 1 change to http:/)
  })

  test('refuses a plan that somebody agreed to when it no longer holds', async () => {
    const { root, run } = await project({ 'etl.py': FLOW, 'deployments/nightly.yaml': NIGHTLY })
    const stale = await run(apply, {}, [], {
      isInteractive: true,
      confirm: async () => {
        await writeFiles(root, { 'deployments/nightly.yaml': `${NIGHTLY}version: "2"\n` })
        return true
      },
    })
    expect(stale.code).toBe(3)
    expect(lastLine(stale)).toContain('changed since this plan was shown')
    expect(lastLine(await run(plan))).toContain('1 to create')
  })

  test('with paths, --prune deletes what no spec of the project wants, and nothing that another spec does', async () => {
    const { root, run } = await project({
      'etl.py': FLOW,
      'deployments/hourly.yaml': HOURLY,
      'deployments/nightly.yaml': NIGHTLY,
      'deployments/gone.yaml': HOURLY.replace('hourly', 'gone'),
    })
    await run(apply)
    await rm(join(root, 'deployments/gone.yaml'))
    const pruned = await run(apply, { prune: true }, ['deployments/nightly.yaml'])
    expect(pruned.out).toContain('- etl/gone')
    expect(lastLine(pruned)).toBe('1 pruned, 1 unchanged.')
    expect(lastLine(await run(plan))).toBe('No changes: 2 unchanged.')
  })

  test('refuses to prune with a path outside the project’s own specs, as what else is wanted is not known', async () => {
    const { run } = await project({ 'etl.py': FLOW, 'deployments/nightly.yaml': NIGHTLY, 'other/hourly.yaml': HOURLY })
    await expect(run(apply, { prune: true }, ['other'])).rejects.toThrow('other/hourly.yaml is not among')
  })

  test('--yes does not ask', async () => {
    const { run } = await project({ 'etl.py': FLOW, 'deployments/nightly.yaml': NIGHTLY })
    expect(lastLine(await run(apply, { yes: true }, [], { isInteractive: true }))).toBe('1 created.')
  })

  test('Ctrl-C lists what was not attempted and exits with 4', async () => {
    const { run } = await project({
      'etl.py': FLOW,
      'deployments/hourly.yaml': HOURLY,
      'deployments/nightly.yaml': NIGHTLY,
    })
    const stopped = await run(apply, {}, [], { signal: AbortSignal.abort() })
    expect(stopped.code).toBe(4)
    expect(stopped.out).toContain('  · etl/hourly  not attempted\n  · etl/nightly  not attempted\n2 not attempted.\n')
  })

  test('--verbose tells the requests on stderr', async () => {
    const { run } = await project({ 'etl.py': FLOW, 'deployments/nightly.yaml': NIGHTLY })
    expect((await run(apply, { verbose: true })).err).toMatch(/^POST \/deployments\/ → 201 \(\d+ ms\)$/m)
  })
})

type Run = { readonly code: number; readonly out: string; readonly err: string }
type Flags = PlanFlags & ApplyFlags
type Command = (context: Context, flags: Flags, ...paths: string[]) => Promise<void>

/** A project with a server of its own, and a way to run commands in it. */
async function project(files: Record<string, string>) {
  const root = await folderWith({ 'registrar.yaml': 'scope: demo\n', ...files })
  const server = await createServer({ data: ':memory:', clock: Date.now, uuid: () => crypto.randomUUID() })
  const listening = await listen(server, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => listening.close())
  return {
    root,
    run: async (
      command: Command,
      flags: Flags = {},
      paths: string[] = [],
      differs: Partial<Context> = {},
    ): Promise<Run> => {
      const context: FakeContext = fakeContext(root, { env: { PREFECT_API_URL: `${listening.url}/api` }, ...differs })
      await command(context, flags, ...paths)
      return { code: Number(context.process.exitCode ?? 0), out: context.out(), err: context.err() }
    },
  }
}

function lastLine({ out }: Run): string | undefined {
  return out.trimEnd().split('\n').at(-1)
}
