import {
  type TagLimit,
  keyOfTag,
  putTagLimit,
  readTagLimit,
  readTagLimits,
  removeTagLimit,
} from '../limits/tag-limit.ts'
import { giveBackTagSlots, resetTagSlots, takeTagSlots } from '../limits/tag-slots.ts'
import type { Services } from '../services.ts'
import { MOST_WAIT_SECONDS } from '../model/slot-wait.ts'
import { deadlockReason, tagOfName } from '../model/tag-limit.ts'
import type { LimitKey } from '../store/concurrency-limit.ts'
import { locked, minimal } from './concurrency-slots-v2.ts'
import { pageOf } from './paging.ts'
import { type Answer, type Route, created, del, get, ok, post } from './route.ts'

/** `/concurrency_limits`: the limits on tags of task runs, which are global limits with names that begin with `tag:`. */
export function concurrencyLimitRoutes({ store }: Services): readonly Route[] {
  const read = (key: LimitKey): Promise<TagLimit> => store.read((db) => readTagLimit(db, key, store.now()))
  const remove = async (key: LimitKey): Promise<Answer> => {
    await store.write((trx) => removeTagLimit(trx, store, key))
    return ok(null)
  }
  return [
    post('/concurrency_limits/', {
      summary: 'Make the limit on a tag, or change the one there is',
      body: 'ConcurrencyLimitCreate',
      answers: { 200: 'ConcurrencyLimit', 201: 'ConcurrencyLimit' },
      async handle({ body: { tag, concurrency_limit: limit } }) {
        const put = await store.write((trx) => putTagLimit(trx, store, { tag, limit }))
        return put.isNew ? created(put.limit) : ok(put.limit)
      },
    }),
    post('/concurrency_limits/filter', {
      summary: 'Read the limits on tags',
      body: 'ConcurrencyLimitsQuery',
      answers: { 200: { list: 'ConcurrencyLimit' } },
      async handle({ body }) {
        const page = pageOf(body)
        return ok(await store.read((db) => readTagLimits(db, page, store.now())))
      },
    }),
    post('/concurrency_limits/increment', {
      summary: 'Take a slot of each tag for a task run',
      body: 'TagSlots',
      answers: { 200: { list: 'MinimalConcurrencyLimitResponse' } },
      async handle({ body: { names: tags, task_run_id } }) {
        const taken = await store.write((trx) =>
          takeTagSlots(trx, store, { tags, taskRunId: task_run_id.toLowerCase() }),
        )
        switch (taken.result) {
          case 'taken':
            return ok(taken.limits.map((limit) => minimal({ ...limit, name: tagOfName(limit.name) ?? limit.name })))
          case 'full':
            return locked(MOST_WAIT_SECONDS.tag, `Concurrency limit for the ${taken.tag} tag has been reached`)
          case 'never':
            return locked(undefined, deadlockReason(taken.tag))
        }
      },
    }),
    post('/concurrency_limits/decrement', {
      summary: 'Give back the slots of a task run',
      body: 'TagSlots',
      answers: { 200: { list: 'MinimalConcurrencyLimitResponse' } },
      async handle({ body: { names: tags, task_run_id } }) {
        const limits = await store.write((trx) =>
          giveBackTagSlots(trx, store, { tags, taskRunId: task_run_id.toLowerCase() }),
        )
        return ok(limits.map(minimal))
      },
    }),
    get('/concurrency_limits/tag/{tag}', {
      summary: 'Read the limit on a tag',
      answers: { 200: 'ConcurrencyLimit' },
      handle: async ({ params }) => ok(await read(keyOfTag(params.tag))),
    }),
    post('/concurrency_limits/tag/{tag}/reset', {
      summary: 'Free the slots of a tag',
      body: 'TagSlotsReset',
      bodyOptional: true,
      answers: { 200: 'null' },
      async handle({ params: { tag }, body }) {
        const holders = (body.slot_override ?? []).map((id) => id.toLowerCase())
        await store.write((trx) => resetTagSlots(trx, store, { tag, holders }))
        return ok(null)
      },
    }),
    del('/concurrency_limits/tag/{tag}', {
      summary: 'Delete the limit on a tag',
      answers: { 200: 'null' },
      handle: ({ params }) => remove(keyOfTag(params.tag)),
    }),
    get('/concurrency_limits/{id:uuid}', {
      summary: 'Read a limit on a tag by its id',
      answers: { 200: 'ConcurrencyLimit' },
      handle: async ({ params }) => ok(await read({ column: 'id', value: params.id })),
    }),
    del('/concurrency_limits/{id:uuid}', {
      summary: 'Delete a limit by its id',
      answers: { 200: 'null' },
      handle: ({ params }) => remove({ column: 'id', value: params.id }),
    }),
  ]
}
