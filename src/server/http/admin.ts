import { clearResultStorage, readResultStorage, setResultStorage } from '../blocks/result-storage.ts'
import { PREFECT_VERSION } from '../prefect-version.ts'
import type { Services } from '../services.ts'
import { NO_CONTENT, type Route, del, get, ok, put } from './route.ts'

/** `/admin`: what the server is, and where results are stored when a flow does not say. */
export function adminRoutes({ store }: Services): readonly Route[] {
  return [
    get('/admin/version', {
      summary: 'Read the version of Prefect that this server behaves as',
      answers: { 200: 'string' },
      handle: () => ok(PREFECT_VERSION),
    }),
    get('/admin/settings', {
      summary: 'Read the settings that clients look at',
      answers: { 200: 'any' },
      handle: () => ok({ server: { analytics_enabled: false } }),
    }),
    get('/admin/storage', {
      summary: 'Read which block results are stored with by default',
      answers: { 200: 'ServerDefaultResultStorage' },
      handle: async () => ok(storageAnswer(await store.read((db) => readResultStorage(db)))),
    }),
    put('/admin/storage', {
      summary: 'Choose the block that results are stored with by default',
      body: 'ServerDefaultResultStorageUpdate',
      answers: { 200: 'ServerDefaultResultStorage' },
      async handle({ body }) {
        const id = body.default_result_storage_block_id.toLowerCase()
        await store.write((trx) => setResultStorage(trx, id))
        return ok(storageAnswer(id))
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

function storageAnswer(id: string | null) {
  return { default_result_storage_block_id: id }
}
