import { type SqlBool, sql } from 'kysely'
import { isAbsent } from '../model/absent.ts'
import type {
  BlockDocumentFilter as DocumentFilter,
  BlockSchemaFilter as SchemaFilter,
  BlockTypeFilter as TypeFilter,
} from '../model/requests.ts'
import { type Predicate, amongTerms, combined, nameTerms } from './predicate.ts'

export type BlockTypeFilter = TypeFilter | null | undefined
export type BlockSchemaFilter = SchemaFilter | null | undefined
export type BlockDocumentFilter = DocumentFilter | null | undefined

/** The condition on table `block_type` that a filter says. */
export function typeMatches(filter: TypeFilter): Predicate {
  return combined('and_', [...nameTerms('block_type.name', filter.name), ...amongTerms('block_type.slug', filter.slug)])
}

/** The condition on table `block_schema` that a filter says. */
export function schemaMatches(filter: SchemaFilter): Predicate {
  return combined(filter.operator, [
    ...amongTerms('block_schema.block_type_id', filter.block_type_id),
    ...capabilityTerms(filter.block_capabilities?.all_),
    ...amongTerms('block_schema.id', filter.id),
    ...amongTerms('block_schema.version', filter.version),
  ])
}

function capabilityTerms(wanted: readonly string[] | null | undefined): Predicate[] {
  if (isAbsent(wanted) || wanted.length === 0) return []
  return [
    sql<SqlBool>`not exists (select 1 from json_each(${JSON.stringify(wanted)}) as wanted
      where wanted.value not in (select value from json_each(block_schema.capabilities)))`,
  ]
}

/** The condition on table `block_document` that a filter says. Without a word about it, anonymous ones are left out. */
export function documentMatches(filter: DocumentFilter): Predicate {
  const isAnonymous = filter.is_anonymous === undefined ? false : filter.is_anonymous?.eq_
  return combined(filter.operator, [
    ...amongTerms('block_document.id', filter.id),
    ...(isAbsent(isAnonymous) ? [] : [sql<SqlBool>`block_document.is_anonymous = ${isAnonymous ? 1 : 0}`]),
    ...amongTerms('block_document.block_type_id', filter.block_type_id),
    ...nameTerms('block_document.name', filter.name),
  ])
}
