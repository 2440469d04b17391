import { html } from 'hono/html'
import { PREFECT_VERSION } from '../prefect-version.ts'
import { type Route, get } from './route.ts'

/** `/`, which people open because it is the address they were shown: what this is, and how to use it. */
export const frontPageRoute: Route = get('/', {
  summary: 'Say what this server is and how to use it',
  answers: { 200: 'text' },
  anyVersion: true,
  handle(request, c) {
    const { origin } = new URL(c.req.url)
    const isForBrowser = request.header('accept')?.includes('text/html') ?? false
    return isForBrowser ? c.html(pageOf(origin), 200, ONLY_ITSELF) : c.text(textOf(origin))
  },
})

const TITLE = `registrar: a server like Prefect ${PREFECT_VERSION}`
const ONLY_ITSELF = { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'" }

/** What one would do, and the commands for it. */
function uses(origin: string): readonly (readonly [string, readonly string[]])[] {
  return [
    ["Let Prefect's programs work with it", [`export PREFECT_API_URL=${origin}/api`]],
    ['See what is there', ['prefect deployment ls', 'prefect flow-run ls']],
    ['Start a run and see its logs', ["prefect deployment run 'FLOW/DEPLOYMENT' --watch"]],
    [
      "See it in Prefect's web pages, then at http://127.0.0.1:4201",
      [`PREFECT_UI_API_URL=${origin}/api prefect server start --port 4201 --no-services`],
    ],
  ]
}

const PLACES = [
  ['/api/openapi.json', 'every route'],
  ['/api/health', 'whether it is there'],
  ['/api/ready', 'whether it can use its data'],
  ['/metrics', 'measurements, for Prometheus'],
] as const

function textOf(origin: string): string {
  const parts = uses(origin).map(([what, commands]) => `${what}:\n${commands.map((line) => `  ${line}\n`).join('')}`)
  const places = PLACES.map(([path, what]) => `${origin}${path}  ${what}\n`).join('')
  return [`${TITLE}\n`, ...parts, places].join('\n')
}

function pageOf(origin: string) {
  const parts = uses(origin).map(
    ([what, commands]) =>
      html`<h2>${what}</h2>
        <pre>${commands.join('\n')}</pre>`,
  )
  const places = PLACES.map(([path, what]) => html`<li><a href="${path}">${path}</a> ${what}</li>`)
  return html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width" />
      <title>${TITLE}</title>
      <style>
        :root {
          color-scheme: light dark;
          font:
            16px/1.5 system-ui,
            sans-serif;
        }
        body {
          max-width: 44rem;
          margin: 3rem auto;
          padding: 0 1rem;
        }
        h1 {
          font-size: 1.4rem;
        }
        h2 {
          font-size: 1rem;
          margin: 1.5rem 0 0.3rem;
        }
        pre {
          margin: 0;
          padding: 0.6rem 0.8rem;
          white-space: pre-wrap;
          overflow-wrap: anywhere;
          border: 1px solid #8886;
          border-radius: 6px;
        }
        ul {
          margin-top: 2rem;
          padding-left: 1.2rem;
        }
      </style>
      <h1>${TITLE}</h1>
      ${parts}
      <ul>
        ${places}
      </ul>
    </html>`
}
