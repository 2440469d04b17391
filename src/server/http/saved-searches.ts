import { refused } from '../problem.ts'
import type { Services } from '../services.ts'
import { deleteSavedSearch, findSavedSearches, putSavedSearch, readSavedSearch } from '../store/saved-search.ts'
import type { Bodies } from '../bodies/checked-body.ts'
import { pageOf } from './paging.ts'
import { NO_CONTENT, type Route, created, del, get, ok, post, put } from './route.ts'

/** `/saved_searches`: the searches of people who use the web pages. */
export function savedSearchRoutes({ store }: Services): readonly Route[] {
  return [
    put('/saved_searches/', {
      summary: 'Save a search, in place of the one of that name',
      body: 'SavedSearchCreate',
      answers: { 200: 'SavedSearch', 201: 'SavedSearch' },
      async handle({ body }) {
        const values = { id: store.uuid(), at: store.now(), name: body.name, filters: knownPart(body) }
        const { search, isNew } = await store.write((trx) => putSavedSearch(trx, values))
        return isNew ? created(search) : ok(search)
      },
    }),
    post('/saved_searches/filter', {
      summary: 'Find saved searches',
      body: 'SavedSearchesQuery',
      answers: { 200: { list: 'SavedSearch' } },
      async handle({ body }) {
        const page = pageOf(body)
        return ok(await store.read((db) => findSavedSearches(db, page)))
      },
    }),
    get('/saved_searches/{id:uuid}', {
      summary: 'Read a saved search',
      answers: { 200: 'SavedSearch' },
      async handle({ params }) {
        const search = await store.read((db) => readSavedSearch(db, params.id))
        if (search === undefined) throw notFound()
        return ok(search)
      },
    }),
    del('/saved_searches/{id:uuid}', {
      summary: 'Delete a saved search',
      answers: { 204: 'nothing' },
      async handle({ params }) {
        if (!(await store.write((trx) => deleteSavedSearch(trx, params.id)))) throw notFound()
        return NO_CONTENT
      },
    }),
  ]
}

/** Other members of a condition are dropped. */
function knownPart({ filters = [] }: Bodies['SavedSearchCreate']) {
  return filters.map(({ object, property, type, operation, value }) => ({ object, property, type, operation, value }))
}

function notFound() {
  return refused(404, 'Saved search not found')
}
