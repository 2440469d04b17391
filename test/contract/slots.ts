import { expect, test } from 'vitest'
import {
  NOWHERE,
  type Answer,
  type Body,
  type TheApi,
  each,
  fresh,
  items,
  messages,
  newDeployment,
  newLimit,
  places,
  text,
} from './api.ts'

/** Taking and giving back slots of global limits, with leases and without. */
export function slotContract(api: TheApi): void {
  const ask = (verb: string, body: unknown): Promise<Answer> => api().post(`/v2/concurrency_limits/${verb}`, body)
  const limit = async (fields: object): Promise<Body> => {
    const made = await api().post('/v2/concurrency_limits/', { name: fresh('limit'), limit: 1, ...fields })
    expect(made.status).toBe(201)
    return made.body
  }
  const taken = async ({ id }: Body): Promise<unknown> =>
    (await api().get(`/v2/concurrency_limits/${text(id)}`)).body.active_slots
  const leased = async (names: readonly unknown[], fields: object = {}): Promise<string> => {
    const { status, body } = await ask('increment-with-lease', { names, slots: 1, ...fields })
    expect(status).toBe(200)
    return text(body.lease_id)
  }

  test('slots are taken and given back, never below none', async () => {
    const one = await newLimit(api(), 2)
    const answer = await ask('increment', { names: [one.name], slots: 2 })
    expect(answer).toEqual({ status: 200, body: [{ id: one.id, name: one.name, limit: 2 }] })
    expect(await taken(one)).toBe(2)
    expect((await ask('decrement', { names: [one.name], slots: 1, occupancy_seconds: 3 })).body).toEqual(answer.body)
    expect(await taken(one)).toBe(1)
    await ask('decrement', { names: [one.name], slots: 100 })
    expect(await taken(one)).toBe(0)
    const attached = await newDeployment(api(), { global_concurrency_limit_id: one.id })
    expect(attached.global_concurrency_limit).toMatchObject({ id: one.id, active_slots: 0 })
  })

  test('of several limits all give their slots or none does', async () => {
    const wide = await newLimit(api(), 5)
    const narrow = await newLimit(api(), 1)
    const names = [narrow.name, wide.name]
    expect((await ask('increment', { names, slots: 1 })).status).toBe(200)
    expect(await ask('increment', { names, slots: 1 })).toMatchObject({ status: 423, body: { detail: 'Locked' } })
    expect([await taken(wide), await taken(narrow)]).toEqual([1, 1])
  })

  test('whoever gets no slot is told to ask again after about the time that slots are held', async () => {
    const one = await newLimit(api(), 1)
    await ask('increment', { names: [one.name], slots: 1 })
    const body = { names: [one.name], slots: 1 }
    for (const _again of [1, 2, 3]) {
      const wait = Number(await api().headerOf('retry-after', '/v2/concurrency_limits/increment', body))
      expect(wait).toBeGreaterThan(2 * 0.75)
      expect(wait).toBeLessThanOrEqual(2 * 1.3)
    }
    expect(await taken(one)).toBe(1)
  })

  test('whoever asks for slots of several limits waits for the one that is fullest', async () => {
    const wide = await newLimit(api(), 100)
    const narrow = await newLimit(api(), 1)
    await ask('increment', { names: [narrow.name], slots: 1 })
    const body = { names: [narrow.name, wide.name], slots: 1 }
    expect(Number(await api().headerOf('retry-after', '/v2/concurrency_limits/increment', body))).toBeGreaterThan(1)
  })

  test('the more were denied before, the longer is the wait, and never more than half a minute on average', async () => {
    const [few, many] = [await limit({ denied_slots: 2 }), await limit({ denied_slots: 1000 })]
    const waits = []
    for (const { name } of [few, many]) {
      await ask('increment', { names: [name], slots: 1 })
      const body = { names: [name], slots: 1 }
      waits.push(Number(await api().headerOf('retry-after', '/v2/concurrency_limits/increment', body)))
    }
    const [short = 0, long = 0] = waits
    expect(short).toBeGreaterThan(6 * 0.75)
    expect(short).toBeLessThanOrEqual(6 * 1.3)
    expect(long).toBeGreaterThan(30 * 0.75)
    expect(long).toBeLessThanOrEqual(30 * 1.3)
  })

  test('the wait for a slot of a limit with decay is as long as the slots take to decay', async () => {
    const one = await limit({ slot_decay_per_second: 0.01 })
    await ask('increment', { names: [one.name], slots: 1 })
    const wait = Number(
      await api().headerOf('retry-after', '/v2/concurrency_limits/increment', { names: [one.name], slots: 1 }),
    )
    expect(wait).toBeGreaterThan(74)
    expect(wait).toBeLessThanOrEqual(130)
  })

  test('slots of a limit with decay come free by themselves', async () => {
    const one = await limit({ slot_decay_per_second: 1000 })
    expect((await ask('increment', { names: [one.name], slots: 1, mode: 'rate_limit' })).status).toBe(200)
    await expect.poll(() => taken(one)).toBe(0)
    expect((await ask('increment', { names: [one.name], slots: 1, mode: 'rate_limit' })).status).toBe(200)
  })

  test('names without a limit are passed over, and limits that are switched off have slots without end', async () => {
    const off = await limit({ active: false })
    expect((await ask('increment', { names: [off.name, fresh('none')], slots: 7 })).body).toEqual([
      { id: off.id, name: off.name, limit: 1 },
    ])
    expect(await taken(off)).toBe(0)
    expect(await ask('increment', { names: [fresh('none')], slots: 1 })).toEqual({ status: 200, body: [] })
    expect(await ask('decrement', { names: [fresh('none')], slots: 1 })).toEqual({ status: 200, body: [] })
    expect((await ask('decrement', { names: [off.name], slots: 1 })).body).toHaveLength(1)
  })

  test('more slots than a limit has, and rates without decay, are refused', async () => {
    const one = await newLimit(api(), 1)
    const other = await limit({ slot_decay_per_second: 1 })
    expect(await ask('increment', { names: [one.name], slots: 2 })).toEqual({
      status: 422,
      body: { detail: 'Slots requested is greater than the limit' },
    })
    expect(await ask('increment', { names: [one.name, other.name], slots: 1, mode: 'rate_limit' })).toEqual({
      status: 422,
      body: {
        detail:
          'Only concurrency limits with slot decay can be used for rate limiting. ' +
          `The following limits do not have a decay configured: '${text(one.name)}'`,
      },
    })
    expect([await taken(one), await taken(other)]).toEqual([0, 0])
  })

  test.each([
    [{ names: ['a'] }, 'body.slots', 'Field required'],
    [{ names: ['a'], slots: 0 }, 'body.slots', 'Input should be greater than 0'],
    [{ slots: 1 }, 'body.names', 'Field required'],
    [{ names: ['a'], slots: 1, mode: 'x' }, 'body.mode', "Input should be 'concurrency' or 'rate_limit'"],
  ])('%j takes nothing', async (body, place, message) => {
    for (const verb of ['increment', 'increment-with-lease']) {
      const answer = await ask(verb, body)
      expect([answer.status, places(answer), messages(answer)]).toEqual([422, [place], [message]])
    }
  })

  test.each([
    [{ lease_duration: 59 }, ['body.lease_duration'], ['Input should be greater than or equal to 60']],
    [{ lease_duration: 86_401 }, ['body.lease_duration'], ['Input should be less than or equal to 86400']],
    [{ holder: { type: 'task_run' } }, ['body.holder.id'], ['Field required']],
    [
      { holder: { type: 'x', id: NOWHERE } },
      ['body.holder.type'],
      ["Input should be 'flow_run', 'task_run' or 'deployment'"],
    ],
    [{ holder: { type: 'task_run', id: NOWHERE, z: 1 } }, ['body.holder.z'], ['Extra inputs are not permitted']],
  ])('a lease with %j is refused', async (fields, place, message) => {
    const answer = await ask('increment-with-lease', { names: ['a'], slots: 1, ...fields })
    expect([answer.status, places(answer), messages(answer)]).toEqual([422, place, message])
  })

  test('a lease holds slots until it is ended, which may be done again', async () => {
    const one = await newLimit(api(), 2)
    const other = await newLimit(api(), 2)
    const id = await leased([one.name, other.name], { holder: { type: 'flow_run', id: NOWHERE } })
    expect([await taken(one), await taken(other)]).toEqual([1, 1])
    expect(await ask('decrement-with-lease', { lease_id: id })).toEqual({ status: 204, body: null })
    expect([await taken(one), await taken(other)]).toEqual([0, 0])
    expect((await ask('decrement-with-lease', { lease_id: id })).status).toBe(204)
    expect(await taken(one)).toBe(0)
  })

  test('a lease is renewed as long as it is there', async () => {
    const one = await newLimit(api(), 1)
    const id = await leased([one.name], { lease_duration: 60 })
    const renew = (lease: string, body?: unknown) =>
      api().call('POST', `/v2/concurrency_limits/leases/${lease}/renew`, body)
    expect(await renew(id, { lease_duration: 120 })).toEqual({ status: 204, body: null })
    expect((await renew(id)).status).toBe(204)
    expect(messages(await renew(id, { lease_duration: 1 }))).toEqual(['Input should be greater than or equal to 60'])
    await ask('decrement-with-lease', { lease_id: id })
    const gone = { status: 410, body: { detail: 'Lease not found - it may have expired or been revoked' } }
    expect(await renew(id)).toEqual(gone)
    expect(await renew(NOWHERE)).toEqual(gone)
    const invalid = await renew('zzz')
    expect([invalid.status, places(invalid)]).toEqual([422, ['path.lease_id']])
  })

  test('slots that are given back while a limit is switched off stay taken', async () => {
    const one = await newLimit(api(), 1)
    const id = await leased([one.name])
    const path = `/v2/concurrency_limits/${text(one.id)}`
    await api().patch(path, { active: false })
    expect((await ask('decrement-with-lease', { lease_id: id })).status).toBe(204)
    await api().patch(path, { active: true })
    expect(await taken(one)).toBe(1)
  })

  test('a lease that is no UUID cannot be ended', async () => {
    expect(places(await ask('decrement-with-lease', { lease_id: 'x' }))).toEqual(['body.lease_id'])
    expect(messages(await ask('decrement-with-lease', {}))).toEqual(['Field required'])
  })

  test('no lease is made where there are no slots', async () => {
    const one = await newLimit(api(), 1)
    await leased([one.name])
    const refused = await ask('increment-with-lease', { names: [one.name], slots: 1 })
    expect(refused).toEqual({ status: 423, body: { detail: 'Locked' } })
    expect(await taken(one)).toBe(1)
  })
}

/** `/concurrency_limits`: limits on tags of task runs. */
export function tagLimitContract(api: TheApi): void {
  const path = '/concurrency_limits'
  const put = (tag: string, limit: number): Promise<Answer> => api().post(`${path}/`, { tag, concurrency_limit: limit })
  const read = async (tag: string): Promise<Body> => (await api().get(`${path}/tag/${tag}`)).body
  const ask = (verb: string, names: readonly string[], task: string): Promise<Answer> =>
    api().post(`${path}/${verb}`, { names, task_run_id: task })
  const MISSING = { status: 404, body: { detail: 'Concurrency limit not found' } }
  const one = '00000000-0000-4000-8000-000000000001'
  const other = '00000000-0000-4000-8000-000000000002'

  test('the limit of a tag is made once and then changed, and is a global one named after the tag', async () => {
    const tag = fresh('tag')
    const made = await put(tag, 2)
    expect(made).toMatchObject({ status: 201, body: { tag, concurrency_limit: 2, active_slots: [] } })
    expect(await put(tag, 1)).toMatchObject({ status: 200, body: { id: made.body.id, concurrency_limit: 1 } })
    expect(await read(tag)).toMatchObject({ id: made.body.id, concurrency_limit: 1, created: made.body.created })
    expect((await api().get(`${path}/${text(made.body.id)}`)).body).toEqual(await read(tag))
    expect((await api().get(`/v2/concurrency_limits/tag:${tag}`)).body).toMatchObject({ id: made.body.id, limit: 1 })
  })

  test('a limit is asked for with a tag and a number, and nothing else', async () => {
    const answer = await api().post(`${path}/`, { x: 1 })
    expect(places(answer).toSorted()).toEqual(['body.concurrency_limit', 'body.tag', 'body.x'])
  })

  test('only limits on tags are found', async () => {
    const tag = fresh('tag')
    await put(tag, 1)
    const global = await newLimit(api(), 1)
    expect(each((await api().post(`${path}/filter`)).body, 'tag')).toContain(tag)
    expect(await api().get(`${path}/${text(global.id)}`)).toEqual(MISSING)
    expect(await api().get(`${path}/tag/${fresh('none')}`)).toEqual(MISSING)
    expect(await api().get(`${path}/${NOWHERE}`)).toEqual(MISSING)
  })

  test('a task run takes a slot of each of its tags and gives them back', async () => {
    const tag = fresh('tag')
    const { id } = (await put(tag, 1)).body
    expect(await ask('increment', [tag, fresh('none')], one)).toEqual({
      status: 200,
      body: [{ id, name: tag, limit: 1 }],
    })
    expect((await read(tag)).active_slots).toEqual([one])
    expect(await ask('increment', [tag], other)).toEqual({
      status: 423,
      body: { detail: `Concurrency limit for the ${tag} tag has been reached` },
    })
    const wait = await api().headerOf('retry-after', `${path}/increment`, { names: [tag], task_run_id: other })
    expect(Number(wait)).toBe(10)
    expect(await ask('decrement', [tag], other)).toMatchObject({ status: 200, body: [{ name: `tag:${tag}` }] })
    expect((await read(tag)).active_slots).toEqual([one])
    expect(await ask('decrement', [tag], one)).toEqual({ status: 200, body: [{ id, name: `tag:${tag}`, limit: 1 }] })
    expect((await read(tag)).active_slots).toEqual([])
    expect((await ask('increment', [tag], other)).status).toBe(200)
    expect(await ask('increment', [], one)).toEqual({ status: 200, body: [] })
  })

  test('a task run that gives back the slot of one tag keeps those of its others', async () => {
    const [given, kept] = [fresh('tag'), fresh('tag')]
    for (const tag of [given, kept]) {
      await put(tag, 1)
      await ask('increment', [tag], one)
    }
    await ask('decrement', [given], one)
    expect([(await read(given)).active_slots, (await read(kept)).active_slots]).toEqual([[], [one]])
    expect((await ask('increment', [kept], other)).status).toBe(423)
  })

  test('only task runs are told as the holders of slots of a tag', async () => {
    const tag = fresh('tag')
    await put(tag, 2)
    const names = [`tag:${tag}`]
    for (const type of ['flow_run', 'task_run']) {
      const holder = { type, id: type === 'task_run' ? one : other }
      await api().post('/v2/concurrency_limits/increment-with-lease', { names, slots: 1, holder })
    }
    expect((await read(tag)).active_slots).toEqual([one])
  })

  test('a limit of 0 never has a slot', async () => {
    const tag = fresh('tag')
    const free = fresh('tag')
    await put(tag, 0)
    await put(free, 1)
    expect(await ask('increment', [free, tag], one)).toEqual({
      status: 423,
      body: { detail: `The concurrency limit on tag "${tag}" is 0 and will deadlock if the task tries to run again.` },
    })
    expect((await read(free)).active_slots).toEqual([])
  })

  test('a reset forgets who holds slots, and names who does from then on', async () => {
    const tag = fresh('tag')
    await put(tag, 2)
    await ask('increment', [tag], one)
    expect(await api().post(`${path}/tag/${tag}/reset`, { slot_override: [other] })).toEqual({
      status: 200,
      body: null,
    })
    expect((await read(tag)).active_slots).toEqual([other])
    expect((await api().call('POST', `${path}/tag/${tag}/reset`)).status).toBe(200)
    expect((await read(tag)).active_slots).toEqual([])
    expect(await api().post(`${path}/tag/${fresh('none')}/reset`)).toEqual(MISSING)
  })

  test('a reset that names more than there are slots takes no more than there are', async () => {
    const tag = fresh('tag')
    await put(tag, 1)
    const holders = [other, NOWHERE]
    await api().post(`${path}/tag/${tag}/reset`, { slot_override: holders })
    expect((await api().get(`/v2/concurrency_limits/tag:${tag}`)).body.active_slots).toBe(1)
  })

  test('a lease on the limit of a tag ends with the limit', async () => {
    const tag = fresh('tag')
    await put(tag, 1)
    const asked = { names: [`tag:${tag}`], slots: 1, holder: { type: 'task_run', id: one } }
    const { body } = await api().post('/v2/concurrency_limits/increment-with-lease', asked)
    const renew = () => api().post(`/v2/concurrency_limits/leases/${text(body.lease_id)}/renew`)
    expect((await renew()).status).toBe(204)
    await api().delete(`${path}/tag/${tag}`)
    expect((await renew()).status).toBe(410)
  })

  test('a limit is deleted by its tag or by its id', async () => {
    const tag = fresh('tag')
    const { id } = (await put(tag, 2)).body
    expect(await api().delete(`${path}/tag/${tag}`)).toEqual({ status: 200, body: null })
    expect(await api().delete(`${path}/tag/${tag}`)).toEqual(MISSING)
    expect(await api().delete(`${path}/${text(id)}`)).toEqual(MISSING)
    const again = (await put(tag, 2)).body
    expect(await api().delete(`${path}/${text(again.id)}`)).toEqual({ status: 200, body: null })
    expect(await api().get(`${path}/tag/${tag}`)).toEqual(MISSING)
    expect(items((await api().post(`${path}/filter`)).body).some((limit) => text(limit.tag) === tag)).toBe(false)
  })
}
