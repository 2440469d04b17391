import { expect, onTestFinished, test } from 'vitest'
import { startMemory } from '../../support/memory-server.ts'

async function opened(headers: Record<string, string>): Promise<Response> {
  const server = await startMemory()
  onTestFinished(() => server.close())
  return server.fetch(new Request('http://localhost:4200/', { headers }))
}

test('the address that people are shown says how to use the server, with that address in its commands', async () => {
  const answer = await opened({})
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain/u)
  const text = await answer.text()
  expect(text).toContain('export PREFECT_API_URL=http://localhost:4200/api\n')
  expect(text).toContain('http://localhost:4200/api/openapi.json')
})

test('a browser gets it as a page that loads and runs nothing', async () => {
  const answer = await opened({ accept: 'text/html,application/xhtml+xml' })
  expect(answer.headers.get('content-type')).toMatch(/^text\/html/u)
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  const page = await answer.text()
  expect(page).toContain('<pre>export PREFECT_API_URL=http://localhost:4200/api</pre>')
  expect(page).not.toContain('<script')
})
