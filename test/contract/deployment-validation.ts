import { expect, test } from 'vitest'
import { type TheApi, deployment, messages, newDeployment, newFlow, newPool, text } from './api.ts'

const SCHEMA = {
  type: 'object',
  properties: {
    x: { type: 'integer' },
    y: { type: 'string', default: 'a' },
    z: { type: 'array', items: { type: 'integer' } },
    e: { enum: ['a', 'b'] },
    s: { type: 'string', maxLength: 2, default: 'a', pattern: '^q' },
  },
  required: ['x'],
  additionalProperties: false,
}

const TEMPLATE = {
  job_configuration: { cpu: '{{ cpu }}', image: '{{ image }}', note: '{{ note }}' },
  variables: {
    type: 'object',
    required: ['image'],
    properties: {
      cpu: { type: 'integer', minimum: 1, default: 2 },
      image: { type: 'string' },
      note: { type: 'string' },
    },
  },
}

export function validationContract(api: TheApi): void {
  test.for<[unknown, string]>([
    [{ x: 's' }, "Validation failed for field 'x'. Failure reason: 's' is not of type 'integer'"],
    [{ x: 1.5 }, "Validation failed for field 'x'. Failure reason: 1.5 is not of type 'integer'"],
    [{ x: null }, "Validation failed for field 'x'. Failure reason: None is not of type 'integer'"],
    [{ x: true }, "Validation failed for field 'x'. Failure reason: True is not of type 'integer'"],
    [{ z: ['q'] }, "Validation failed for field 'z[0]'. Failure reason: 'q' is not of type 'integer'"],
    [{ e: 'c' }, "Validation failed for field 'e'. Failure reason: 'c' is not one of ['a', 'b']"],
    [{ s: 'abc' }, "Validation failed for field 's'. Failure reason: 'abc' is too long"],
    [{ s: 'zz' }, "Validation failed for field 's'. Failure reason: 'zz' does not match '^q'"],
    [
      { q: 1, r: 2 },
      "Validation failed. Failure reason: Additional properties are not allowed ('q', 'r' were unexpected)",
    ],
    [{ x: 's', y: 5 }, "Validation failed for field 'y'. Failure reason: 5 is not of type 'string'"],
  ])('parameters %j are refused: %s', async ([parameters, reason]) => {
    const flow = await newFlow(api())
    const sent = {
      name: 'd',
      flow_id: flow.id,
      enforce_parameter_schema: true,
      parameter_openapi_schema: SCHEMA,
      parameters,
    }
    const refused = await api().post('/deployments/', sent)
    expect(refused.status).toBe(422)
    expect(messages(refused)).toEqual([`Value error, ${reason}`])
    const made = await newDeployment(api(), { parameter_openapi_schema: SCHEMA })
    expect(await api().patch(`/deployments/${text(made.id)}`, { parameters })).toEqual({
      status: 409,
      body: { detail: `Error updating deployment: ${reason}` },
    })
    expect(await deployment(api(), made)).toEqual(made)
  })

  test('a POST that does not itself ask for enforcement stores any parameters', async () => {
    const made = await newDeployment(api(), { parameter_openapi_schema: SCHEMA, parameters: { x: 's' } })
    expect(made).toMatchObject({ parameters: { x: 's' }, enforce_parameter_schema: true })
  })

  test('a required parameter may be missing from a deployment', async () => {
    const made = await newDeployment(api(), { enforce_parameter_schema: true, parameter_openapi_schema: SCHEMA })
    expect((await api().patch(`/deployments/${text(made.id)}`, { parameters: { y: 'b' } })).status).toBe(204)
  })

  test('a PATCH checks the parameters that would be stored against the schema that would be stored', async () => {
    const made = await newDeployment(api(), { parameters: { x: 's' } })
    const path = `/deployments/${text(made.id)}`
    expect((await api().patch(path, { parameter_openapi_schema: SCHEMA })).status).toBe(409)
    expect(
      (await api().patch(path, { parameter_openapi_schema: SCHEMA, enforce_parameter_schema: false })).status,
    ).toBe(204)
    expect((await api().patch(path, { parameters: { y: 1 } })).status).toBe(204)
    expect((await api().patch(path, { enforce_parameter_schema: true })).status).toBe(409)
    expect((await api().patch(path, { enforce_parameter_schema: true, parameters: { x: 1 } })).status).toBe(204)
  })

  test('in a PATCH, an optional parameter without a default may be null', async () => {
    const made = await newDeployment(api(), { parameter_openapi_schema: SCHEMA })
    const path = `/deployments/${text(made.id)}`
    expect((await api().patch(path, { parameters: { z: null } })).status).toBe(204)
    expect((await api().patch(path, { parameters: { y: null } })).status).toBe(409)
  })

  test('a schema that is none is refused when enforcement is asked for', async () => {
    const flow = await newFlow(api())
    const sent = {
      name: 'd',
      flow_id: flow.id,
      enforce_parameter_schema: true,
      parameter_openapi_schema: { type: 'nope' },
    }
    const refused = await api().post('/deployments/', sent)
    expect(refused.status).toBe(422)
    expect(messages(refused)).toEqual([
      "Value error, The provided schema is not a valid json schema. Schema error: 'nope' is not valid under any of the given schemas",
    ])
  })

  test.for<[unknown, string]>([
    [{ cpu: 0 }, "Validation failed for field 'cpu'. Failure reason: 0 is less than the minimum of 1"],
    [{ note: 5 }, "Validation failed for field 'note'. Failure reason: 5 is not valid under any of the given schemas"],
  ])('a POST with job variables %j is refused by the template of the pool', async ([variables, reason]) => {
    const pool = await newPool(api(), { base_job_template: TEMPLATE })
    const flow = await newFlow(api())
    const sent = { name: 'd', flow_id: flow.id, work_pool_name: pool.name, job_variables: variables }
    expect(await api().post('/deployments/', sent)).toEqual({
      status: 422,
      body: { detail: `Error creating deployment: ${reason}` },
    })
  })

  test('unknown and missing job variables are let through, and so is null', async () => {
    const pool = await newPool(api(), { base_job_template: TEMPLATE })
    const variables = { other: 1, 'env.A': 'b', note: null }
    const made = await newDeployment(api(), { work_pool_name: pool.name, job_variables: variables })
    expect(made.job_variables).toEqual(variables)
  })

  test('a PATCH checks job variables only when it names the pool, too', async () => {
    const pool = await newPool(api(), { base_job_template: TEMPLATE })
    const made = await newDeployment(api(), { work_pool_name: pool.name })
    const path = `/deployments/${text(made.id)}`
    expect(await api().patch(path, { work_pool_name: pool.name, job_variables: { cpu: 0 } })).toEqual({
      status: 409,
      body: { detail: "Error creating deployment: <ValidationError: '0 is less than the minimum of 1'>" },
    })
    expect((await api().patch(path, { job_variables: { cpu: 0 } })).status).toBe(204)
  })
}
