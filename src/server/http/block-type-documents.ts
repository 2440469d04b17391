import { type Reading, readBlockDocument, readBlockDocuments } from '../blocks/document-assembly.ts'
import type { Services } from '../services.ts'
import { blockDocumentIdOf, findBlockDocumentIds } from '../store/block-document.ts'
import { WHOLE_LIST } from '../store/page.ts'
import { documentNotFound } from './block-documents.ts'
import { existingType } from './block-types.ts'
import { flagOf } from './query.ts'
import { type Route, get, ok } from './route.ts'

/** `/block_types/slug/{slug}/block_documents`: the blocks of one type. */
export function blockTypeDocumentRoutes({ store, vault }: Services): readonly Route[] {
  return [
    get('/block_types/slug/{slug}/block_documents', {
      summary: 'Read the blocks of a type',
      query: { include_secrets: { type: 'boolean' } },
      answers: { 200: { list: 'BlockDocument' } },
      async handle({ params, query }) {
        const reading: Reading = { vault, includeSecrets: flagOf(query, 'include_secrets', false) }
        const found = store.read(async (db) => {
          const { id } = await existingType(db, { column: 'slug', value: params.slug })
          const filters = { documents: { block_type_id: { any_: [id] } }, types: null, schemas: null }
          return readBlockDocuments(db, reading, await findBlockDocumentIds(db, filters, 'NAME_ASC', WHOLE_LIST))
        })
        return ok(await found)
      },
    }),
    get('/block_types/slug/{slug}/block_documents/name/{block_document_name}', {
      summary: 'Read a block by its type and its name',
      query: { include_secrets: { type: 'boolean' } },
      answers: { 200: 'BlockDocument' },
      async handle({ params, query }) {
        const reading: Reading = { vault, includeSecrets: flagOf(query, 'include_secrets', false) }
        const document = await store.read(async (db) =>
          readBlockDocument(db, reading, await blockDocumentIdOf(db, params.slug, params.block_document_name)),
        )
        if (document === undefined) throw documentNotFound()
        return ok(document)
      },
    }),
  ]
}
