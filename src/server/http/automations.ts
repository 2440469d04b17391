import { type Route, del, get, ok } from './route.ts'

/** `/automations`: none can be made here, so nothing is related to a deployment and nothing is left to delete. */
export function automationRoutes(): readonly Route[] {
  return [
    get('/automations/related-to/{resource_id}', {
      summary: 'Read the automations that have to do with a resource',
      answers: { 200: 'any' },
      handle: () => ok([]),
    }),
    del('/automations/owned-by/{resource_id}', {
      summary: 'Delete the automations that a resource owns',
      answers: { 202: 'null' },
      handle: () => ({ status: 202, value: null }),
    }),
  ]
}
