import { expect, test } from 'vitest'
import { type TheApi, fresh } from './api.ts'

/** The packages that have workers, their types, and the variables that a pool of each must be given. */
const WORKERS: readonly (readonly [from: string, type: string, required: readonly string[]])[] = [
  ['prefect', 'process', []],
  ['prefect-aws', 'ecs', []],
  ['prefect-azure', 'azure-container-instance', ['resource_group_name', 'subscription_id']],
  ['prefect-docker', 'docker', []],
  ['prefect-gcp', 'cloud-run', []],
  ['prefect-gcp', 'cloud-run-v2', []],
  ['prefect-gcp', 'vertex-ai', ['region', 'image']],
  ['prefect-kubernetes', 'kubernetes', []],
]

export function rootContract(api: TheApi): void {
  test('health, readiness and versions are told', async () => {
    expect(await api().get('/health')).toEqual({ status: 200, body: true })
    expect(await api().get('/ready')).toEqual({ status: 200, body: { message: 'OK' } })
    expect(await api().get('/hello')).toEqual({ status: 200, body: '👋' })
    expect(await api().get('/version')).toEqual({ status: 200, body: '0.8.4' })
    expect(await api().get('/admin/version')).toEqual({ status: 200, body: '3.8.8' })
  })

  test('no CSRF token is needed', async () => {
    expect(await api().get('/csrf-token?client=me')).toEqual({
      status: 422,
      body: { detail: 'CSRF protection is disabled.' },
    })
    expect((await api().get('/csrf-token')).body.exception_detail).toMatchObject([
      { type: 'missing', loc: ['query', 'client'] },
    ])
  })

  test('an unknown path is a 404 with a detail', async () => {
    expect(await api().get('/nothing/here')).toEqual({ status: 404, body: { detail: 'Not Found' } })
    expect(await api().get('/flows/no-uuid')).toEqual({ status: 404, body: { detail: 'Not Found' } })
  })

  test('collections are found with and without a trailing slash', async () => {
    expect((await api().post('/flows/filter/')).status).toBe(200)
    expect((await api().post('/flows/filter')).status).toBe(200)
  })

  test.for(['0.8.0', '0.8.4', '0.9.0', '1.0.0', ''])('a client of API version "%s" is served', async (version) => {
    expect((await api().call('GET', '/hello', undefined, { 'X-PREFECT-API-VERSION': version })).status).toBe(200)
  })

  test.for(['0.7.9', '-1.0.0'])('a client of API version %s is too old', async (version) => {
    const { status, body } = await api().call('GET', '/hello', undefined, { 'X-PREFECT-API-VERSION': version })
    expect(status).toBe(400)
    expect(body.detail).toBe(
      `The request specified API version ${version} but this server requires version 0.8.0 or higher.`,
    )
  })

  test.for(['abc', '0.8', '0.8.4.1', '0.8.x'])('"%s" is no API version', async (version) => {
    const { status, body } = await api().call('GET', '/hello', undefined, { 'X-PREFECT-API-VERSION': version })
    expect(status).toBe(400)
    expect(body.detail).toBe(
      `Invalid X-PREFECT-API-VERSION header format.Expected header in format 'x.y.z' but received ${version}`,
    )
  })

  test('the API version is not looked at where health is asked, nor on an unknown path', async () => {
    const old = { 'X-PREFECT-API-VERSION': '0.1.0' }
    expect((await api().call('GET', '/health', undefined, old)).status).toBe(200)
    expect((await api().call('GET', '/version', undefined, old)).status).toBe(200)
    expect((await api().call('GET', '/nothing', undefined, old)).status).toBe(404)
  })

  test('automations of a deployment are none, and deleting them is accepted', async () => {
    expect(await api().get('/automations/related-to/prefect.deployment.x')).toEqual({ status: 200, body: [] })
    expect((await api().delete('/automations/owned-by/prefect.deployment.x')).status).toBe(202)
  })

  test.for(WORKERS)('%s has the worker %s, whose pools need %j', async ([from, type, required]) => {
    const { body } = await api().get('/collections/views/aggregate-worker-metadata')
    const worker = body[from]?.[type]
    expect(worker).toMatchObject({
      type,
      install_command: `pip install ${from}`,
      logo_url: expect.stringMatching(/^(?:https|data):/),
      description: expect.stringMatching(/./),
    })
    const template = worker?.default_base_job_configuration
    const names = Object.keys(template?.variables?.properties ?? {})
    expect(names).toEqual(expect.arrayContaining(['command', 'env', 'labels', 'name']))
    expect(template?.variables?.required ?? []).toEqual(required)
    // Every variable stands somewhere in the job, and nothing else does.
    const used = JSON.stringify(template?.job_configuration).matchAll(/\{\{ (\w+) \}\}/g)
    expect(new Set([...used].map(([, name]) => name))).toEqual(new Set(names))
    const made = await api().post('/work_pools/', { name: fresh('pool'), type, base_job_template: template })
    expect(made).toMatchObject({ status: 201, body: { type, status: 'NOT_READY' } })
  })

  test('the process worker is in the catalogue of workers, and an unknown view is a 404', async () => {
    const { status, body } = await api().get('/collections/views/aggregate-worker-metadata')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      prefect: { process: { type: 'process', default_base_job_configuration: { variables: { type: 'object' } } } },
    })
    // Prefect's pages offer no kind of pool without a picture and a description.
    const picture: unknown = expect.stringMatching(/^(?:https|data):/)
    expect(body.prefect?.process).toMatchObject({ logo_url: picture, description: expect.stringMatching(/./) })
    expect(await api().get('/collections/views/nope')).toEqual({
      status: 404,
      body: { detail: 'View nope not found in registry' },
    })
  })
}
