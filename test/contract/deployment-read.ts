import { expect, test } from 'vitest'
import {
  NOWHERE,
  type TheApi,
  each,
  fresh,
  items,
  newDeployment,
  newFlow,
  newLimit,
  newPool,
  places,
  text,
} from './api.ts'

export function readContract(api: TheApi): void {
  const names = async (query: object) => each((await api().post('/deployments/filter', query)).body, 'name')

  test('a deployment is read by id and by the names of its flow and its own', async () => {
    const flow = await newFlow(api(), { name: fresh('a flow with spaces, ünïcode') })
    const made = await newDeployment(api(), { flow_id: flow.id, name: 'spaced name' })
    expect((await api().get(`/deployments/${text(made.id)}`)).body).toEqual(made)
    const path = [flow.name, made.name].map((part) => encodeURIComponent(text(part))).join('/')
    expect((await api().get(`/deployments/name/${path}`)).body).toEqual(made)
    expect(await api().get(`/deployments/${NOWHERE}`)).toEqual({
      status: 404,
      body: { detail: 'Deployment not found' },
    })
    expect(await api().get(`/deployments/name/${path}x`)).toEqual({
      status: 404,
      body: { detail: 'Deployment not found' },
    })
  })

  test('deployments are filtered by tags, names, ids and being paused', async () => {
    const word = fresh('word')
    const flow = await newFlow(api(), { name: `flow-${word}` })
    const make = (name: string, fields: object) =>
      newDeployment(api(), { flow_id: flow.id, name: `${word}-${name}`, ...fields })
    const one = await make('one', { tags: ['x', word] })
    const two = await make('two', { tags: [word, 'y'], paused: true })
    const three = await make('three', {})
    const within = { flows: { id: { any_: [flow.id] } } }
    const named = async (deployments: object) =>
      (await names({ ...within, deployments })).map((name) => text(name).slice(word.length + 1))
    expect(await named({ tags: { all_: [word] } })).toEqual(['one', 'two'])
    expect(await named({ tags: { all_: [word, 'x'] } })).toEqual(['one'])
    expect(await named({ tags: { any_: ['x', 'y'] } })).toEqual(['one', 'two'])
    expect(await named({ tags: { any_: [] } })).toEqual([])
    expect(await named({ tags: { is_null_: true } })).toEqual(['three'])
    expect(await named({ tags: { is_null_: false } })).toEqual(['one', 'two'])
    expect(await named({ tags: { operator: 'or_', all_: ['x'], is_null_: true } })).toEqual(['one', 'three'])
    expect(await named({ name: { any_: [one.name, three.name] } })).toEqual(['one', 'three'])
    expect(await named({ name: { any_: [] } })).toEqual([])
    expect(await named({ name: { like_: `${word}-T`.toUpperCase() } })).toEqual(['three', 'two'])
    expect(await named({ id: { any_: [two.id] } })).toEqual(['two'])
    expect(await named({ id: { not_any_: [two.id] } })).toEqual(['one', 'three'])
    expect(await named({ paused: { eq_: true } })).toEqual(['two'])
    expect(await named({ operator: 'or_', paused: { eq_: true }, tags: { all_: ['x'] } })).toEqual(['one', 'two'])
    expect(await named({ paused: { eq_: true }, tags: { all_: ['x'] } })).toEqual([])
    expect(await named({ flow_or_deployment_name: { like_: `FLOW-${word}` } })).toEqual(['one', 'three', 'two'])
    expect(await named({ concurrency_limit: { ge_: 5 } })).toEqual(['one', 'three', 'two'])
    expect(await named({ tags: null, name: null, operator: 'or_' })).toEqual(['one', 'three', 'two'])
  })

  test('deployments are filtered by what belongs to them: flow, pool and queue', async () => {
    const pool = await newPool(api())
    const made = await newDeployment(api(), { work_pool_name: pool.name, work_queue_name: 'special' })
    await newDeployment(api(), { work_pool_name: pool.name })
    const flow = (await api().get(`/flows/${text(made.flow_id)}`)).body
    expect(await names({ flows: { name: { any_: [flow.name] } } })).toEqual([made.name])
    expect(await names({ work_pools: { name: { any_: [pool.name] } } })).toHaveLength(2)
    expect(
      await names({ work_pools: { name: { any_: [pool.name] } }, work_pool_queues: { name: { any_: ['special'] } } }),
    ).toEqual([made.name])
    // This filter looks at the text that was sent with the deployment, which a pool alone does not set.
    const byText = {
      work_pools: { name: { any_: [pool.name] } },
      deployments: { work_queue_name: { any_: ['default'] } },
    }
    expect(await names(byText)).toEqual([])
  })

  test('a list holds whole deployments, schedules and all', async () => {
    const made = await newDeployment(api(), {
      concurrency_limit: 2,
      schedules: [
        { schedule: { cron: '0 0 * * *' }, slug: 'a' },
        { schedule: { interval: 60 }, slug: 'b' },
      ],
    })
    const { body } = await api().post('/deployments/filter', { deployments: { id: { any_: [made.id] } } })
    expect(body).toEqual([made])
  })

  test('the limit that is attached to a deployment says how many of its slots are taken', async () => {
    const limit = await newLimit(api(), 3)
    const made = await newDeployment(api(), { global_concurrency_limit_id: limit.id })
    await api().post('/v2/concurrency_limits/increment', { names: [limit.name], slots: 2 })
    const read = (await api().get(`/deployments/${text(made.id)}`)).body
    expect(read.global_concurrency_limit).toMatchObject({ id: limit.id, limit: 3, active_slots: 2 })
  })

  test('texts of any characters come back as they were sent, however a deployment is read', async () => {
    const odd = (word: string) => `${fresh(word)} "q" \\ \n\t\u001f é € 😀 \u2028`
    const pool = await newPool(api(), { name: odd('pool') })
    const sent = {
      name: odd('name'),
      version: odd('version'),
      description: odd('description'),
      path: odd('path'),
      entrypoint: odd('entrypoint'),
      tags: [odd('tag')],
      parameters: { [odd('key')]: odd('value') },
      parameter_openapi_schema: { title: odd('title') },
      enforce_parameter_schema: false,
      job_variables: { env: { [odd('key')]: odd('value') } },
      pull_steps: [{ [odd('step')]: { command: odd('command') } }],
      concurrency_options: { collision_strategy: 'CANCEL_NEW' },
      work_pool_name: pool.name,
      work_queue_name: odd('queue'),
    }
    const schedule = { slug: odd('slug'), parameters: { key: odd('value') } }
    const labels = { label: odd('label'), number: 1.5, yes: true }
    const limit = await newLimit(api(), 3, { name: odd('limit'), slot_decay_per_second: 0.25 })
    const made = await newDeployment(api(), {
      ...sent,
      labels,
      schedules: [{ ...schedule, schedule: { interval: 3600 }, active: false }],
      global_concurrency_limit_id: limit.id,
    })
    expect(made).toMatchObject({
      ...sent,
      labels,
      schedules: [{ ...schedule, active: false }],
      global_concurrency_limit: { name: limit.name, limit: 3, active: true, slot_decay_per_second: 0.25 },
    })
    expect((await api().get(`/deployments/${text(made.id)}`)).body).toEqual(made)
    const query = { deployments: { id: { any_: [made.id] } } }
    expect((await api().post('/deployments/filter', query)).body).toEqual([made])
    expect((await api().post('/deployments/paginate', query)).body.results).toEqual([made])
    expect((await api().get(`/deployments/${text(made.id)}/schedules`)).body).toEqual(made.schedules)
  })

  test('more than 200 deployments are read page by page, and counted', async () => {
    const flow = await newFlow(api())
    const wanted = Array.from({ length: 205 }, (_, at) => `d${text(at).padStart(3, '0')}`)
    for (const name of wanted) await newDeployment(api(), { flow_id: flow.id, name })
    const flows = { id: { any_: [flow.id] } }
    const first = await names({ flows })
    expect(first).toEqual(wanted.slice(0, 200))
    expect(await names({ flows, limit: 200, offset: 0, sort: 'NAME_ASC' })).toEqual(first)
    expect(await names({ flows, limit: 200, offset: 200 })).toEqual(wanted.slice(200))
    expect((await api().post('/deployments/count', { flows })).body).toBe(205)
    const page = (await api().post('/deployments/paginate', { flows, limit: 100, page: 3 })).body
    expect(page).toMatchObject({ count: 205, limit: 100, pages: 3, page: 3 })
    expect(items(page.results)).toHaveLength(5)
    expect((await names({ flows, sort: 'NAME_DESC', limit: 1 }))[0]).toBe('d204')
    expect((await names({ flows, sort: 'CREATED_DESC', limit: 1 }))[0]).toBe('d204')
    await api().patch(`/deployments/${text(items(page.results)[0]?.id)}`, {})
    expect(await names({ flows, sort: 'UPDATED_DESC', limit: 1 })).toEqual(['d200'])
  })

  test('a limit over 200 is refused', async () => {
    expect(await api().post('/deployments/filter', { limit: 201 })).toEqual({
      status: 422,
      body: { detail: 'Invalid limit: must be less than or equal to 200.' },
    })
  })

  test('nulls everywhere mean no filter', async () => {
    const query = {
      flows: null,
      flow_runs: null,
      task_runs: null,
      deployments: null,
      work_pools: null,
      work_pool_queues: null,
    }
    const { status } = await api().post('/deployments/filter', { ...query, sort: null, limit: 1, offset: null })
    expect(status).toBe(200)
  })

  test.for<[unknown, string]>([
    [{ deployments: { nope: 1 } }, 'body.deployments.nope'],
    [{ deployments: { labels: {} } }, 'body.deployments.labels'],
    [{ deployments: { tags: { nope: [] } } }, 'body.deployments.tags.nope'],
    [{ deployments: { operator: 'xor' } }, 'body.deployments.operator'],
    [{ deployments: { id: { any_: ['x'] } } }, 'body.deployments.id.any_.0'],
    [{ sort: 'BY_MOOD' }, 'body.sort'],
    [{ offset: -1 }, 'body.offset'],
  ])('the filter %j is refused', async ([query, place]) => {
    const refused = await api().post('/deployments/filter', query)
    expect(refused.status).toBe(422)
    expect(places(refused)).toEqual([place])
  })
}
