import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, onTestFinished, test } from 'vitest'
import { isJsonObject } from '../../../src/model/json.ts'
import { startEmbedded } from '../../support/embedded.ts'

async function description(): Promise<{ readonly api: string; readonly document: Record<string, unknown> }> {
  const server = await startEmbedded()
  onTestFinished(() => server.close())
  const document: Record<string, unknown> = JSON.parse(await (await fetch(`${server.api}/openapi.json`)).text())
  return { api: server.api, document }
}

test('every route of openapi.json is served: with its method it is no 404 for want of a route, and no 405', async () => {
  const { api, document } = await description()
  const operations = Object.entries(isJsonObject(document.paths) ? document.paths : {}).flatMap(([path, methods]) =>
    Object.keys(isJsonObject(methods) ? methods : {}).map((method) => ({ path, method })),
  )
  expect(operations.length).toBeGreaterThan(50)
  for (const { path, method } of operations) {
    const filled = path.replaceAll(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000')
    const answer = await fetch(api + filled, { method: method.toUpperCase() })
    const text = await answer.text()
    expect(answer.status, `${method} ${path}: ${text}`).not.toBe(405)
    expect(text, `${method} ${path}`).not.toBe('{"detail":"Not Found"}')
  }
})

test('every definition of openapi.json is a JSON Schema, and every reference leads somewhere', async () => {
  const { document } = await description()
  const ajv = new Ajv2020({ strict: false, formats: { uuid: true, 'date-time': true } })
  ajv.addSchema({ $id: 'api', ...document })
  const { schemas } = isJsonObject(document.components) ? document.components : {}
  const names = Object.keys(isJsonObject(schemas) ? schemas : {})
  expect(names).toContain('Refusal')
  for (const name of names) expect(() => ajv.compile({ $ref: `api#/components/schemas/${name}` }), name).not.toThrow()
  const references = [...JSON.stringify(document.paths).matchAll(/"#\/components\/schemas\/(\w+)"/g)]
  expect(references.map(([, name]) => name).filter((name) => !names.includes(name ?? ''))).toEqual([])
})

test('another method on a path that is served is a 405 that names the right ones', async () => {
  const { api } = await description()
  const answer = await fetch(`${api}/flows/filter`)
  expect(answer.status).toBe(405)
  expect(await answer.json()).toEqual({ detail: 'Method Not Allowed' })
  expect(answer.headers.get('allow')).toBe('POST')
})
