import { afterAll, expect, test } from 'vitest'
import { startMemory } from '../../support/memory-server.ts'

const server = await startMemory({ isActive: false })
afterAll(() => server.close())

async function metrics(path = '/metrics'): Promise<string> {
  return String((await server.get(path)).body)
}

function valueOf(text: string, line: string): number | undefined {
  const found = text.split('\n').find((each) => each.startsWith(`${line} `))
  return found === undefined ? undefined : Number(found.slice(line.length + 1))
}

test('requests are counted by route, method and status, whatever stands in the path', async () => {
  const flow = Object((await server.post('/api/flows/', { name: 'counted' })).body)
  await server.get(`/api/flows/${flow.id}`)
  await server.get('/api/flows/name/counted')
  await server.get('/api/flows/name/secret-name')
  await server.get('/api/nothing/secret-path')
  const text = await metrics()
  const count = (labels: string) => valueOf(text, `registrar_http_request_duration_seconds_count{${labels}}`)
  expect(count('method="POST",route="/api/flows",status="201"')).toBe(1)
  expect(count('method="GET",route="/api/flows/{id}",status="200"')).toBe(1)
  expect(count('method="GET",route="/api/flows/name/{name}",status="200"')).toBe(1)
  expect(count('method="GET",route="/api/flows/name/{name}",status="404"')).toBe(1)
  expect(count('method="GET",route="none",status="404"')).toBe(1)
  expect(text).not.toContain('secret')
})

test('the buckets of a duration add up to its count', async () => {
  for (let index = 0; index < 20; index++) await server.get('/api/hello')
  const text = await metrics()
  const labels = 'method="GET",route="/api/hello",status="200"'
  const name = 'registrar_http_request_duration_seconds'
  const buckets = text
    .split('\n')
    .filter((line) => line.startsWith(`${name}_bucket{${labels}`))
    .map((line) => Number(line.split(' ').at(-1)))
  expect(buckets).toEqual(buckets.toSorted((a, b) => a - b))
  expect(buckets.at(-1)).toBe(20)
  expect(valueOf(text, `${name}_sum{${labels}}`)).toBeGreaterThan(0)
})

test('written transactions, open websockets and waiting runs are told', async () => {
  const before = valueOf(await metrics(), 'registrar_store_writes_total') ?? 0
  await server.post('/api/flows/', { name: 'written' })
  const text = await metrics()
  // the server writes by itself as well, such as that its automations have seen the flow
  expect(valueOf(text, 'registrar_store_writes_total')).toBeGreaterThan(before)
  expect(valueOf(text, 'registrar_sockets_open')).toBe(0)
  expect(valueOf(text, 'registrar_flow_runs_scheduled')).toBe(0)
  expect(valueOf(text, 'registrar_flow_runs_late')).toBe(0)
})

test('the process is measured, its event loop too, at both addresses', async () => {
  for (const path of ['/metrics', '/api/metrics']) {
    const text = await metrics(path)
    expect(valueOf(text, 'process_resident_memory_bytes')).toBeGreaterThan(1e6)
    expect(valueOf(text, 'nodejs_eventloop_lag_seconds')).toBeDefined()
  }
})

test('every line is one of the text format of Prometheus', async () => {
  const { headers, body } = await server.get('/metrics')
  expect(headers.get('content-type')).toContain('text/plain; version=0.0.4')
  const lines = String(body)
    .split('\n')
    .filter((line) => line !== '')
  for (const line of lines) {
    expect(line).toMatch(/^(?:# (?:HELP|TYPE) \w+ .+|\w+(?:\{(?:\w+="[^"]*",?)*\})? (?:[-+.\deE]+|Nan|\+Inf))$/)
  }
})

test('measurements are for who has the auth string', async () => {
  const guarded = await startMemory({ authString: 'a:b' })
  for (const path of ['/metrics', '/api/metrics']) expect((await guarded.get(path)).status).toBe(401)
  await guarded.close()
})
