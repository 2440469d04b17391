import { readAutomation } from '../automations/read-automation.ts'
import {
  createAutomation,
  patchAutomation,
  removeAutomation,
  removeAutomationsOwnedBy,
  requireAutomation,
  updateAutomation,
} from '../automations/write-automation.ts'
import type { Services } from '../services.ts'
import { automationsOfResource, countAutomations, findAutomations } from '../store/automation.ts'
import { pageOf } from './paging.ts'
import { NO_CONTENT, type Route, created, del, get, ok, patch, post, put } from './route.ts'

/** `/automations`: what is done when events come, or stay away. */
export function automationRoutes({ store }: Services): readonly Route[] {
  return [
    post('/automations/', {
      summary: 'Make an automation',
      body: 'AutomationCreate',
      answers: { 201: 'Automation' },
      async handle({ body: { owner_resource: owner, ...body } }) {
        return created(await createAutomation(store, readAutomation(body, store.uuid), owner))
      },
    }),
    post('/automations/filter', {
      summary: 'Find automations',
      body: 'AutomationsQuery',
      answers: { 200: { list: 'Automation' } },
      async handle({ body }) {
        const page = pageOf(body)
        return ok(await store.read((db) => findAutomations(db, body, page)))
      },
    }),
    post('/automations/count', {
      summary: 'Count automations',
      body: 'AutomationsQuery',
      answers: { 200: 'integer' },
      handle: async ({ body }) => ok(await store.read((db) => countAutomations(db, body))),
    }),
    get('/automations/related-to/{resource_id}', {
      summary: 'Read the automations that have to do with a resource',
      answers: { 200: { list: 'Automation' } },
      handle: async ({ params }) => ok(await store.read((db) => automationsOfResource(db, params.resource_id))),
    }),
    del('/automations/owned-by/{resource_id}', {
      summary: 'Delete the automations that a resource owns',
      answers: { 202: 'null' },
      async handle({ params }) {
        await removeAutomationsOwnedBy(store, params.resource_id)
        return { status: 202, value: null }
      },
    }),
    get('/automations/{id:uuid}', {
      summary: 'Read an automation',
      answers: { 200: 'Automation' },
      handle: async ({ params }) => ok(await store.read((db) => requireAutomation(db, params.id))),
    }),
    put('/automations/{id:uuid}', {
      summary: 'Replace an automation',
      body: 'AutomationUpdate',
      answers: { 204: 'nothing' },
      async handle({ params, body }) {
        await updateAutomation(store, params.id, readAutomation(body, store.uuid), body)
        return NO_CONTENT
      },
    }),
    patch('/automations/{id:uuid}', {
      summary: 'Turn an automation on or off',
      body: 'AutomationPartialUpdate',
      answers: { 204: 'nothing' },
      async handle({ params, body }) {
        await patchAutomation(store, params.id, body)
        return NO_CONTENT
      },
    }),
    del('/automations/{id:uuid}', {
      summary: 'Delete an automation',
      answers: { 204: 'nothing' },
      async handle({ params }) {
        await removeAutomation(store, params.id)
        return NO_CONTENT
      },
    }),
  ]
}
