import { type Browser, type Page, type Request, chromium } from 'playwright-core'
import type { Place } from './places.ts'

/** Nothing takes this long on a machine that works; a busy one may. */
const PATIENCE_MS = 60_000
/** The interface asks others for pictures and reports who uses it. Nothing of it leaves this machine. */
const NOWHERE_ELSE = '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'

/** Starts Chromium without a window. Throws where it is not named: these tests are never skipped. */
export async function startChromium(): Promise<Browser> {
  const executablePath = process.env['REGISTRAR_TEST_CHROMIUM']
  if (executablePath === undefined || executablePath === '') {
    throw new Error('REGISTRAR_TEST_CHROMIUM must name the chromium program; .ci/run installs one')
  }
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-dev-shm-usage', NOWHERE_ELSE],
    timeout: PATIENCE_MS,
  })
}

/** A refusal of the API, as the page met it. */
export type Refusal = {
  readonly method: string
  readonly path: string
  readonly body: unknown
  readonly status: number
}

/** One tab of the browser, and what the API at `api` answered it. */
export class Visitor {
  readonly page: Page
  readonly refusals: Refusal[] = []
  /** Requests without an answer, errors of the page's scripts and what it complained of. */
  readonly faults: string[] = []
  readonly #under = new Set<Request>()
  readonly #waiting: (() => void)[] = []

  constructor(page: Page, api: string) {
    this.page = page
    const isOurs = (request: Request): boolean => request.url().startsWith(api)
    const done = (request: Request): void => {
      this.#under.delete(request)
      if (this.#under.size === 0) this.#waiting.splice(0).forEach((resolve) => resolve())
    }
    page.setDefaultTimeout(PATIENCE_MS)
    page.on('request', (request) => isOurs(request) && this.#under.add(request))
    page.on('requestfinished', done)
    page.on('requestfailed', (request) => {
      done(request)
      const why = request.failure()?.errorText
      // The page itself takes back what it asks when the user goes elsewhere.
      if (isOurs(request) && why !== 'net::ERR_ABORTED')
        this.faults.push(`${request.method()} ${request.url()}: ${why}`)
    })
    page.on('response', (answer) => {
      const request = answer.request()
      if (!isOurs(request) || answer.status() < 400) return
      const path = request.url().slice(api.length)
      this.refusals.push({ method: request.method(), path, body: request.postDataJSON(), status: answer.status() })
    })
    page.on('pageerror', (error) => this.faults.push(`${page.url()}: ${error.stack ?? error.message}`))
    page.on('console', (message) => {
      // Every refusal is among the refusals; other servers' do not matter.
      if (message.type() !== 'error' || message.text().startsWith('Failed to load resource')) return
      this.faults.push(`${page.url()}: ${message.text()}`)
    })
  }

  /** Resolves when the page waits for no answer of the API. */
  async settled(): Promise<void> {
    if (this.#under.size > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  /** Loads a page and waits for its content. */
  async load(origin: string, { path, shows }: Place): Promise<void> {
    await this.page.goto(origin + path, { waitUntil: 'commit' })
    await this.#shown(path, shows)
  }

  /** Goes to another page of the same interface as its links do, which is several times faster than loading it. */
  async follow({ path, shows }: Place, base: string): Promise<void> {
    const before = await Promise.all(shows.map((text) => this.#visible(text).isVisible()))
    if (before.every(Boolean)) throw new Error(`${path} shows nothing that the page before it did not`)
    await this.page.evaluate(`history.pushState({}, '', ${JSON.stringify(base + path)})`)
    await this.#shown(path, shows)
  }

  async #shown(path: string, shows: readonly string[]): Promise<void> {
    for (const text of shows) {
      await this.#visible(text)
        .waitFor()
        .catch((error: unknown) => {
          throw new Error(`${path} does not show ${text}`, { cause: error })
        })
    }
    await this.settled()
  }

  #visible(text: string) {
    return this.page.getByText(text).filter({ visible: true }).first()
  }
}
