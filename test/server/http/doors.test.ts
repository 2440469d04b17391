import { gunzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { startMemory } from '../../support/memory-server.ts'

const server = await startMemory()
afterAll(() => server.close())

describe('bodies', () => {
  const UNREADABLE = { status: 400, body: { detail: 'There was an error parsing the body' } }

  test.for([1000, 20_000, 500_000])('%i levels of JSON are refused', async (levels) => {
    const body = `{"name":"deep","labels":{"a":${'['.repeat(levels)}${']'.repeat(levels)}}}`
    expect(await server.post('/api/flows/', body)).toMatchObject(UNREADABLE)
  })

  test('500 levels are read and given back', async () => {
    const value = JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`)
    const made = await server.post('/api/variables/', { name: 'deep', value })
    expect(made.status).toBe(201)
    expect((await server.get('/api/variables/name/deep')).body).toMatchObject({ value })
  })

  test('bytes that are no UTF-8 are refused, and nothing is written', async () => {
    const body = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')])
    expect(await server.post('/api/flows/', body)).toMatchObject(UNREADABLE)
    expect((await server.post('/api/flows/count', {})).body).toBe(0)
  })

  test('a byte order mark is no part of the JSON', async () => {
    expect((await server.post('/api/flows/', '\uFEFF{"name":"marked"}')).status).toBe(201)
  })
})

describe('answers', () => {
  test('a long one is compressed for whom asks, and the same for whom does not', async () => {
    const flow = Object((await server.post('/api/flows/', { name: 'many' })).body)
    for (let index = 0; index < 60; index++) {
      await server.post('/api/deployments/', { name: `d${index}`, flow_id: flow.id, entrypoint: 'a.py:f' })
    }
    const plain = await server.post('/api/deployments/filter', {})
    expect(plain.headers.get('content-encoding')).toBeNull()
    const request = {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json', 'accept-encoding': 'gzip, deflate' },
    }
    const answer = await server.fetch(new Request('http://localhost/api/deployments/filter', request))
    expect(answer.headers.get('content-encoding')).toBe('gzip')
    expect(answer.headers.get('vary')).toBe('Accept-Encoding')
    expect(JSON.parse(gunzipSync(Buffer.from(await answer.arrayBuffer())).toString())).toEqual(plain.body)
  })
})

describe('pages of other ports', () => {
  test('a preflight is answered without credentials', async () => {
    const guarded = await startMemory({ authString: 'a:b', csrf: true })
    const answer = await guarded.fetch(
      new Request('http://localhost/api/flows/', {
        method: 'OPTIONS',
        headers: {
          origin: 'http://localhost:5173',
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type,authorization',
        },
      }),
    )
    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': expect.stringContaining('PATCH'),
      'access-control-allow-headers': 'content-type,authorization',
    })
    await guarded.close()
  })

  test('an answer may be read by them, an error too', async () => {
    const origin = 'http://localhost:5173'
    for (const path of ['/api/hello', '/api/nothing']) {
      expect((await server.get(path, { origin })).headers.get('access-control-allow-origin')).toBe('*')
      expect((await server.get(path)).headers.get('access-control-allow-origin')).toBeNull()
    }
  })
})
