import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { type Store, openStore } from '../../../src/server/store/store.ts'
import { createTaskRun } from '../../../src/server/task-runs/create-task-run.ts'
import { TaskQueue } from '../../../src/server/task-runs/task-queue.ts'

test('a run that comes after it was looked for, and before that was told, is handed out all the same', async () => {
  const store = await openStore({ data: ':memory:', clock: Date.now, uuid: randomUUID })
  onTestFinished(() => store.close())
  const scheduled = { type: 'SCHEDULED', state_details: { deferred: true } } as const
  let come: (() => Promise<unknown>) | undefined = () =>
    store.write((trx) => createTaskRun(trx, store, { task_key: 'k', dynamic_key: '0', state: scheduled }))
  const slow: Store = {
    ...store,
    async read(work) {
      const found = await store.read(work)
      const coming = come?.()
      come = undefined
      await coming
      return found
    },
  }
  const run = await new TaskQueue(slow).take(['k'], new AbortController().signal)
  expect(run).toMatchObject({ task_key: 'k', state_type: 'SCHEDULED' })
})
