import { expect, test } from 'vitest'
import { NOWHERE, type Body, type TheApi, fresh, newDeployment, newPool, text } from './api.ts'
import { newBlock, newKind } from './block-kit.ts'

const NOT_FOUND = { status: 404, body: { detail: 'Block not found.' } }

/** Base job templates whose defaults live in blocks. */
export function blockDefaultContract(api: TheApi): void {
  const reference = (id: unknown) => ({ $ref: { block_document_id: id } })
  const templateOf = (
    defaultValue: unknown,
    properties: object = { user: { type: 'string' } },
    required = ['creds'],
  ) => ({
    job_configuration: { creds: '{{ creds }}', image: '{{ image }}' },
    variables: {
      type: 'object',
      required,
      properties: { creds: { type: 'object', properties, default: defaultValue }, image: { type: 'string' } },
    },
  })
  const poolWith = (template: object) =>
    api().post('/work_pools/', { name: fresh('pool'), type: 'process', base_job_template: template })
  const newCreds = async (data: object = { user: 'me' }): Promise<Body> => newBlock(api(), await newKind(api()), data)
  const run = (made: Body, fields: object = {}) => api().post(`/deployments/${text(made.id)}/create_flow_run`, fields)
  const without = (required: string[], id: unknown) => {
    const template = templateOf(reference(id), { user: { type: 'string' } }, required)
    return newPool(api(), { base_job_template: JSON.parse(JSON.stringify(template)) })
  }

  test('a pool keeps the reference, and not what the block holds', async () => {
    const block = await newCreds()
    const template = templateOf(reference(block.id))
    const { status, body } = await poolWith(template)
    expect(status).toBe(201)
    expect(body.base_job_template).toEqual(template)
  })

  test.for([NOWHERE, 'nope'])('a pool whose default is in block %s is refused', async (id) => {
    expect(await poolWith(templateOf(reference(id)))).toEqual(NOT_FOUND)
  })

  test('a reference without an id is none', async () => {
    for (const none of [{ $ref: {} }, reference(null)]) {
      const { status, body } = await poolWith(templateOf(none))
      expect(status).toBe(201)
      const made = await newDeployment(api(), { work_pool_name: body.name })
      expect((await run(made)).body.detail).toContain("'creds' is a required property")
    }
  })

  test('a pool whose block does not fit is refused', async () => {
    const block = await newCreds({ user: 5 })
    const reason =
      "Validation failed for field 'creds.user'. Failure reason: 5 is not valid under any of the given schemas"
    expect(await poolWith(templateOf(reference(block.id)))).toEqual({
      status: 422,
      body: { detail: `Validation failed for work pool's job variable defaults: ${reason}` },
    })
  })

  test('secrets are judged by their masks', async () => {
    const kind = await newKind(api(), { properties: { user: { type: 'string' } }, secret_fields: ['user'] })
    const block = await newBlock(api(), kind, { user: 'me' })
    const { status, body } = await poolWith(templateOf(reference(block.id), { user: { maxLength: 2 } }))
    expect(status).toBe(422)
    expect(body.detail).toContain("'********' is too long")
  })

  test('nested blocks belong to it', async () => {
    const inner = await newCreds()
    const outer = await newBlock(api(), await newKind(api()), { login: reference(inner.id) })
    const properties = { login: { type: 'object', properties: { user: { type: 'integer' } } } }
    expect((await poolWith(templateOf(reference(outer.id), properties))).body.detail).toContain(
      "'me' is not valid under any of the given schemas",
    )
  })

  test('a run has the variables that blocks give, and lacks the others', async () => {
    const block = await newCreds()
    const fits = await newDeployment(api(), { work_pool_name: (await without(['creds'], block.id)).name })
    const made = await run(fits)
    expect(made.status).toBe(201)
    expect(made.body.job_variables).toEqual({})
    const lacks = await newDeployment(api(), { work_pool_name: (await without(['creds', 'image'], block.id)).name })
    const refused = await run(lacks)
    expect(refused.status).toBe(422)
    expect(refused.body.detail).toContain("Error creating flow run: Validation failed. Failure reason: 'image'")
    expect((await run(lacks, { job_variables: { image: 'i' } })).status).toBe(201)
  })

  test('a block that fits no more excuses what is required', async () => {
    const block = await newCreds()
    const pool = await without(['creds', 'image'], block.id)
    const made = await newDeployment(api(), { work_pool_name: pool.name })
    expect((await api().patch(`/block_documents/${text(block.id)}`, { data: { user: 5 } })).status).toBe(204)
    expect((await run(made)).status).toBe(201)
    expect((await run(made, { job_variables: { image: 5 } })).status).toBe(422)
  })

  test('without the block there are no runs, and no job variables of deployments and runs', async () => {
    const block = await newCreds()
    const pool = await without(['creds'], block.id)
    const made = await newDeployment(api(), { work_pool_name: pool.name })
    const begun = await run(made)
    expect((await api().delete(`/block_documents/${text(block.id)}`)).status).toBe(204)
    expect(await run(made)).toEqual(NOT_FOUND)
    expect(await run(made, { job_variables: { creds: {} } })).toEqual(NOT_FOUND)
    const path = `/flow_runs/${text(begun.body.id)}`
    expect(await api().patch(path, { job_variables: { image: 'i' } })).toEqual(NOT_FOUND)
    expect((await api().patch(path, { name: 'n' })).status).toBe(204)
    const sent = { name: 'd', flow_id: made.flow_id, work_pool_name: pool.name }
    expect(await api().post('/deployments/', { ...sent, job_variables: { image: 'i' } })).toEqual(NOT_FOUND)
    expect((await api().post('/deployments/', sent)).status).toBe(201)
    const bulk = await api().post(`/deployments/${text(made.id)}/create_flow_run/bulk`, [{}])
    expect(bulk).toMatchObject({ status: 200, body: { results: [{ status: 'FAILED', error: 'Block not found.' }] } })
  })
}
