import type { Services } from '../services.ts'
import { readCapabilities } from '../store/block-schema.ts'
import { type Route, get, ok } from './route.ts'

/** `/block_capabilities`: what blocks can do. */
export function blockCapabilityRoutes({ store }: Services): readonly Route[] {
  return [
    get('/block_capabilities/', {
      summary: 'Read everything that any block can do',
      answers: { 200: 'any' },
      handle: async () => ok(await store.read((db) => readCapabilities(db))),
    }),
  ]
}
