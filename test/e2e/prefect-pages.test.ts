import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, type Body, apiAt, each, items, text } from '../contract/api.ts'
import { type TestServer, startEmbedded } from '../support/embedded.ts'
import { type RealPrefect, startRealPrefect } from '../support/real-prefect.ts'
import { type Refusal, Visitor, startChromium } from './pages/browser.ts'
import { type Content, fill } from './pages/content.ts'
import { formerPlacesOf, placesOf } from './pages/places.ts'

/**
 * Prefect's own web pages on the embedded server, in a browser. A real `prefect server start` gives the pages, told to
 * point at the embedded server; its own API stays unused but for comparison.
 */
describe("Prefect's own pages, pointed at the embedded server", () => {
  let data: string
  let server: TestServer
  let host: RealPrefect
  let browser: Browser
  let content: Content
  let api: Api
  const origin = () => host.api.slice(0, -'/api'.length)

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'registrar-pages-'))
    server = await startEmbedded({ data, isActive: true })
    api = apiAt(server.api, false)
    ;[host, browser, content] = await Promise.all([
      startRealPrefect({ settings: { PREFECT_UI_API_URL: server.api } }),
      startChromium(),
      fill(server.api, process.env['REGISTRAR_TEST_PREFECT'] ?? ''),
    ])
  })

  afterAll(async () => {
    await browser?.close()
    await host?.close()
    await server?.close()
    if (data) await rm(data, { recursive: true, force: true })
  })

  /** A new browser profile that shows one of Prefect's two interfaces. */
  const visitor = async (version: 'v1' | 'v2'): Promise<Visitor> => {
    const context = await browser.newContext({ viewport: { width: 1400, height: 1000 } })
    await context.addCookies([{ name: 'prefect_ui_version', value: version, url: origin() }])
    return new Visitor(await context.newPage(), server.api)
  }
  const found = async (things: string, filter: object): Promise<Body> =>
    (await api.post(`/${things}/filter`, filter)).body

  it('shows every page with its content, and nothing that it asks is refused', async () => {
    const visit = await visitor('v2')
    const [first, ...others] = placesOf(content)
    await visit.load(`${origin()}/v2`, first!)
    for (const place of others) await visit.follow(place, '/v2')
    expect(visit.faults.filter((fault) => !isLeftGraph(fault))).toEqual([])
    expect(visit.refusals.filter((refusal) => !isOwnFault(refusal))).toEqual([])
  })

  it('asks one thing that is refused for what it is, by the real server too', async () => {
    for (const each of [api, apiAt(host.api, true)]) {
      const { status, body } = await each.post('/task_runs/filter', NO_TASK_RUN)
      expect(status).toBe(422)
      expect(body.exception_detail).toMatchObject([
        { type: 'uuid_parsing', loc: ['body', 'task_runs', 'id', 'any_', 0] },
      ])
    }
  })

  it('draws the graph of a run', async () => {
    const visit = await visitor('v2')
    await visit.load(`${origin()}/v2`, { path: `/runs/flow-run/${content.run}`, shows: ['the etl of monday begins'] })
    await visit.page.locator('canvas').first().waitFor()
    await visit.settled()
    expect(visit.faults).toEqual([])
  })

  it('shows the pages of the former interface, too', async () => {
    const visit = await visitor('v1')
    for (const place of formerPlacesOf(content)) await visit.load(origin(), place)
    expect(visit.faults).toEqual([])
    expect(visit.refusals).toEqual([])
  })

  describe('a person', () => {
    let visit: Visitor
    beforeAll(async () => {
      visit = await visitor('v2')
    })

    it('pauses a schedule', async () => {
      const { page } = visit
      await page.goto(`${origin()}/v2/deployments/deployment/${content.deployment}`)
      const toggle = page.getByRole('switch', { name: 'toggle Every 1 hour' })
      await toggle.click()
      await toggle.and(page.locator('[data-state=unchecked]')).waitFor()
      await expect
        .poll(async () => {
          const { body } = await api.get(`/deployments/${content.deployment}/schedules`)
          return items(body).map(({ slug, active }) => `${text(slug)} ${text(active)}`)
        })
        .toEqual(expect.arrayContaining(['hourly false', 'nightly true']))
    })

    it('starts a run at once', async () => {
      const { page } = visit
      const ofDeployment = { deployments: { id: { any_: [content.deployment] } }, sort: 'START_TIME_DESC' }
      const before = each(await found('flow_runs', ofDeployment), 'id')
      await page.getByRole('button', { name: 'Run', exact: true }).click()
      await page.getByRole('menuitem', { name: 'Quick run' }).click()
      await page.getByText('Flow run created').waitFor()
      const made = items(await found('flow_runs', ofDeployment)).filter(({ id }) => !before.includes(id))
      expect(made).toMatchObject([{ state_type: 'SCHEDULED', auto_scheduled: false, parameters: { day: 'tuesday' } }])
      await page.getByText(text(made[0]?.name)).first().waitFor()
    })

    it('cancels a run', async () => {
      const { page } = visit
      await page.goto(`${origin()}/v2/runs/flow-run/${content.runIn['RUNNING']}`)
      await page.getByRole('button', { name: 'Open menu' }).click()
      await page.getByRole('menuitem', { name: 'Cancel' }).click()
      await page.getByRole('button', { name: 'Cancel Flow Run' }).click()
      await page.getByText('Cancelling', { exact: true }).first().waitFor()
      const { body } = await api.get(`/flow_runs/${content.runIn['RUNNING']}`)
      expect(body).toMatchObject({ state_type: 'CANCELLING', state_name: 'Cancelling' })
    })

    it('deletes a variable', async () => {
      const { page } = visit
      await page.goto(`${origin()}/v2/variables`)
      const row = page.getByRole('row', { name: 'to-be-deleted' })
      await row.getByRole('button', { name: 'Open menu' }).click()
      await page.getByRole('menuitem', { name: 'Delete' }).click()
      await page.getByRole('button', { name: 'Delete' }).click()
      await page.getByText('Variable deleted').waitFor()
      expect(each(await found('variables', {}), 'name')).toEqual(['season'])
    })

    it('makes a work pool', async () => {
      const { page } = visit
      await page.goto(`${origin()}/v2/work-pools/create`)
      await page.getByText('Runs flows as processes on the machine of the worker.').click()
      await page.getByRole('button', { name: 'Next' }).click()
      await page.getByLabel('Name').fill('made-by-hand')
      await page.getByRole('button', { name: 'Next' }).click()
      await page.getByRole('button', { name: 'Create' }).click()
      await page.waitForURL('**/work-pools/work-pool/made-by-hand*')
      const template = (await api.get('/work_pools/local')).body.base_job_template
      const { body } = await api.get('/work_pools/made-by-hand')
      expect(body).toMatchObject({ type: 'process', base_job_template: template })
    })

    it('was refused nothing', () => {
      expect(visit.faults).toEqual([])
      expect(visit.refusals).toEqual([])
    })
  })
})

/** The graph of a run goes on drawing for a moment after the page was left, into what is there no more. */
function isLeftGraph(fault: string): boolean {
  return fault.includes('/assets/flow-run-graph-')
}

/** The page of an artifact that no task made asks for the task run without an id. */
const NO_TASK_RUN = { task_runs: { operator: 'and_', id: { any_: [''] } }, sort: 'ID_DESC', offset: 0 }

function isOwnFault({ path, body, status }: Refusal): boolean {
  return status === 422 && path === '/task_runs/filter' && JSON.stringify(body) === JSON.stringify(NO_TASK_RUN)
}
