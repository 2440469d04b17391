import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rules } from '../laws/rules.ts'
import { registrar, run } from '../support/commands.ts'
import { folderWith } from '../support/folder.ts'
import { type RealPrefect, startRealPrefect } from '../support/real-prefect.ts'

describe('on the real Prefect', () => {
  let server: RealPrefect
  beforeAll(async () => {
    server = await startRealPrefect()
  })
  afterAll(() => server.close())
  rules(() => server.api)

  test("what Prefect's own deploy wrote over ours is put back by one apply, mark and schedules and all", async () => {
    const root = await folderWith({
      'registrar.yaml': 'scope: overdeployed\n',
      'etl.py': 'from prefect import flow\n\n\n@flow\ndef overdeployed(day: str = "today"):\n    pass\n',
      'deployments/one.yaml':
        'name: one\nentrypoint: etl.py:overdeployed\ndescription: ours\ntags: [a]\nwork_pool: { name: over }\nschedules: { s: { cron: "0 2 * * *" } }\n',
      'prefect.yaml':
        'deployments:\n- name: one\n  entrypoint: etl.py:overdeployed\n  description: theirs\n  tags: [b]\n  work_pool: { name: over }\n  schedules:\n  - cron: "0 4 * * *"\n    slug: theirs\n',
    })
    const env = { ...server.env }
    const prefect = (...args: string[]) => run(server.prefect, ['--no-prompt', ...args], { cwd: root, env })
    const apply = () =>
      registrar(['apply', 'deployments', '--json'], { cwd: root, env: { PREFECT_API_URL: server.api } })
    const live = async () => (await fetch(`${server.api}/deployments/name/overdeployed/one`)).json()
    expect((await prefect('work-pool', 'create', 'over', '--type', 'process')).code).toBe(0)
    expect(await apply()).toMatchObject({ code: 0 })
    const deployed = await prefect('deploy', '--all')
    expect(deployed.code, deployed.stderr).toBe(0)
    expect(await live()).toMatchObject({ description: 'theirs', tags: ['b'] })

    const { code, stdout } = await apply()
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { outcomes: [{ result: 'updated', unsettled: [] }] }])
    expect(await live()).toMatchObject({
      description: 'ours',
      tags: ['a', 'registrar:overdeployed'],
      schedules: [{ slug: 's' }],
    })
    expect(JSON.parse((await apply()).stdout)).toMatchObject({ summary: { writes: 0, unchanged: 1 } })
  })
})
