import { type Reading, readBlockDocument, readBlockDocuments } from '../blocks/document-assembly.ts'
import { changeBlockDocument, createBlockDocument, removeBlockDocument } from '../blocks/document-writes.ts'
import { invalidRequest, refused, valueError } from '../problem.ts'
import type { Services } from '../services.ts'
import { type BlockDocumentFilters, countBlockDocuments, findBlockDocumentIds } from '../store/block-document.ts'
import type { Bodies } from '../bodies/checked-body.ts'
import { exactMember } from './exact-member.ts'
import { flagOf } from './query.ts'
import { pageOf } from './paging.ts'
import { NO_CONTENT, type Route, created, del, get, ok, patch, post } from './route.ts'

/** `/block_documents`: blocks with their values, which are encrypted in the data folder. */
export function blockDocumentRoutes({ store, vault }: Services): readonly Route[] {
  const desk = { store, vault }
  return [
    post('/block_documents/', {
      summary: 'Save a block',
      body: 'BlockDocumentCreate',
      conceals: true,
      answers: { 201: 'BlockDocument' },
      async handle({ body }, c) {
        refuseInvalid(body)
        const document = {
          name: body.name ?? null,
          data: (await exactMember(c, 'data')) ?? {},
          blockSchemaId: body.block_schema_id.toLowerCase(),
          blockTypeId: body.block_type_id.toLowerCase(),
          isAnonymous: body.is_anonymous ?? false,
        }
        return created(await store.write((trx) => createBlockDocument(trx, desk, document)))
      },
    }),
    post('/block_documents/filter', {
      summary: 'Find blocks',
      body: 'BlockDocumentsQuery',
      answers: { 200: { list: 'BlockDocument' } },
      async handle({ body }) {
        const page = pageOf(body)
        const reading: Reading = { vault, includeSecrets: body.include_secrets ?? false }
        const found = store.read(async (db) =>
          readBlockDocuments(
            db,
            reading,
            await findBlockDocumentIds(db, filtersOf(body), body.sort ?? 'NAME_ASC', page),
          ),
        )
        return ok(await found)
      },
    }),
    post('/block_documents/count', {
      summary: 'Count blocks',
      body: 'BlockDocumentsQuery',
      answers: { 200: 'integer' },
      handle: async ({ body }) => ok(await store.read((db) => countBlockDocuments(db, filtersOf(body)))),
    }),
    get('/block_documents/{id:uuid}', {
      summary: 'Read a block',
      query: { include_secrets: { type: 'boolean' } },
      answers: { 200: 'BlockDocument' },
      async handle({ params, query }) {
        const reading: Reading = { vault, includeSecrets: flagOf(query, 'include_secrets', false) }
        const document = await store.read((db) => readBlockDocument(db, reading, params.id))
        if (document === undefined) throw documentNotFound()
        return ok(document)
      },
    }),
    patch('/block_documents/{id:uuid}', {
      summary: 'Change a block; masks that are sent back leave the secrets as they are',
      body: 'BlockDocumentUpdate',
      conceals: true,
      answers: { 204: 'nothing' },
      async handle({ params, body }, c) {
        const change = {
          data: await exactMember(c, 'data'),
          blockSchemaId: body.block_schema_id?.toLowerCase(),
          mergeExistingData: body.merge_existing_data ?? true,
        }
        const isChanged = await store.write((trx) => changeBlockDocument(trx, desk, params.id, change))
        if (!isChanged) throw documentNotFound()
        return NO_CONTENT
      },
    }),
    del('/block_documents/{id:uuid}', {
      summary: 'Delete a block, and the deployments that need it',
      answers: { 204: 'nothing' },
      async handle({ params }) {
        if (!(await store.write((trx) => removeBlockDocument(trx, desk, params.id)))) throw documentNotFound()
        return NO_CONTENT
      },
    }),
  ]
}

export function documentNotFound() {
  return refused(404, 'Block document not found')
}

function filtersOf(body: Bodies['BlockDocumentsQuery']): BlockDocumentFilters {
  return { documents: body.block_documents, types: body.block_types, schemas: body.block_schemas }
}

function refuseInvalid({ name, is_anonymous: isAnonymous }: Bodies['BlockDocumentCreate']): void {
  if (!name && isAnonymous !== true) {
    throw invalidRequest([valueError(['body'], 'Names must be provided for block documents.', null)], null)
  }
  if (!name || /^[a-z0-9-]*$/.test(name)) return
  const message = 'Block document name must only contain lowercase letters, numbers, and dashes.'
  throw invalidRequest([valueError(['body', 'name'], message, null)], null)
}
