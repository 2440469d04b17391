import { expect, test } from 'vitest'
import { NOWHERE, type TheApi, newDeployment, newFlow, places, text } from './api.ts'
import { newBlock, newKind, systemKind } from './block-kit.ts'

export function resultStorageContract(api: TheApi): void {
  const NONE = { status: 200, body: { default_result_storage_block_id: null } }
  const put = (id: unknown) => api().call('PUT', '/admin/storage', { default_result_storage_block_id: id })
  const chosen = (id: unknown) => ({ status: 200, body: { default_result_storage_block_id: id } })

  test('a block that can be written to is chosen for results, and taken back', async () => {
    const block = await newBlock(api(), await systemKind(api(), 'local-file-system'), { basepath: 'results' })
    expect(await put(block.id)).toEqual(chosen(block.id))
    expect(await api().get('/admin/storage')).toEqual(chosen(block.id))
    expect((await api().delete('/admin/storage')).status).toBe(204)
    expect((await api().delete('/admin/storage')).status).toBe(204)
    expect(await api().get('/admin/storage')).toEqual(NONE)
  })

  test('no other block is', async () => {
    expect(await put(NOWHERE)).toEqual({ status: 404, body: { detail: `Block document ${NOWHERE} not found.` } })
    const secret = await newBlock(api(), await systemKind(api(), 'secret'), { value: 's' })
    expect(await put(secret.id)).toEqual({
      status: 422,
      body: { detail: `Block document ${text(secret.id)} cannot be used for result storage.` },
    })
    expect(places(await api().call('PUT', '/admin/storage', {}))).toEqual(['body.default_result_storage_block_id'])
  })

  test.for(['document', 'schema', 'type'] as const)('the choice goes with its %s', async (what) => {
    const kind = await newKind(api(), {}, { capabilities: ['write-path'] })
    const block = await newBlock(api(), kind, {})
    await put(block.id)
    const path = {
      document: `/block_documents/${text(block.id)}`,
      schema: `/block_schemas/${kind.block_schema_id}`,
      type: `/block_types/${kind.block_type_id}`,
    }
    expect((await api().delete(path[what])).status).toBe(204)
    expect(await api().get('/admin/storage')).toEqual(NONE)
  })

  test.for(['storage_document_id', 'infrastructure_document_id'])('a deployment goes with its %s', async (field) => {
    const block = await newBlock(api(), await newKind(api()), {})
    const made = await newDeployment(api(), { [field]: block.id })
    expect(made[field]).toBe(block.id)
    expect((await api().delete(`/block_documents/${text(block.id)}`)).status).toBe(204)
    expect((await api().get(`/deployments/${text(made.id)}`)).status).toBe(404)
  })

  test('a flow run goes with its infrastructure_document_id, which must be there', async () => {
    const block = await newBlock(api(), await newKind(api()), {})
    const flow = await newFlow(api())
    const make = (id: unknown) => api().post('/flow_runs/', { flow_id: flow.id, infrastructure_document_id: id })
    const run = (await make(block.id)).body
    expect(run.infrastructure_document_id).toBe(block.id)
    expect((await api().delete(`/block_documents/${text(block.id)}`)).status).toBe(204)
    expect((await api().get(`/flow_runs/${text(run.id)}`)).status).toBe(404)
    expect((await make(NOWHERE)).status).toBe(409)
  })

  test('a run has the infrastructure of its deployment, unless it is made with another', async () => {
    const [block, other] = [
      await newBlock(api(), await newKind(api()), {}),
      await newBlock(api(), await newKind(api()), {}),
    ]
    const made = await newDeployment(api(), { infrastructure_document_id: block.id })
    const run = (fields: object) => api().post(`/deployments/${text(made.id)}/create_flow_run`, fields)
    expect((await run({})).body.infrastructure_document_id).toBe(block.id)
    expect((await run({ infrastructure_document_id: other.id })).body.infrastructure_document_id).toBe(other.id)
  })

  test('a deployment is given a block later on', async () => {
    const block = await newBlock(api(), await newKind(api()), {})
    const made = await newDeployment(api())
    expect(made.storage_document_id).toBe(null)
    const change = (id: unknown) => api().patch(`/deployments/${text(made.id)}`, { storage_document_id: id })
    expect((await change(block.id)).status).toBe(204)
    expect((await api().get(`/deployments/${text(made.id)}`)).body.storage_document_id).toBe(block.id)
    expect((await change(NOWHERE)).status).toBe(409)
    expect((await change(null)).status).toBe(204)
    expect((await api().get(`/deployments/${text(made.id)}`)).body.storage_document_id).toBe(null)
  })
}
