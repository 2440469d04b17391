import { clearResultStorage, readResultStorage, setResultStorage } from '../blocks/result-storage.ts'
import type { Services } from '../services.ts'
import { NO_CONTENT, type Route, del, get, ok, put } from './route.ts'

/** `/admin/storage`: where results are stored when a flow does not say. */
export function resultStorageRoutes({ store }: Services): readonly Route[] {
  return [
    get('/admin/storage', {
      summary: 'Read which block results are stored with by default',
      answers: { 200: 'ServerDefaultResultStorage' },
      handle: async () => ok(answerOf(await store.read((db) => readResultStorage(db)))),
    }),
    put('/admin/storage', {
      summary: 'Choose the block that results are stored with by default',
      body: 'ServerDefaultResultStorageUpdate',
      answers: { 200: 'ServerDefaultResultStorage' },
      async handle({ body }) {
        const id = body.default_result_storage_block_id.toLowerCase()
        await store.write((trx) => setResultStorage(trx, id))
        return ok(answerOf(id))
      },
    }),
    del('/admin/storage', {
      summary: 'Choose no block for results',
      answers: { 204: 'nothing' },
      async handle() {
        await store.write((trx) => clearResultStorage(trx))
        return NO_CONTENT
      },
    }),
  ]
}

function answerOf(id: string | null) {
  return { default_result_storage_block_id: id }
}
