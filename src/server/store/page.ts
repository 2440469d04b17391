import { type RawBuilder, sql } from 'kysely'

/** A stretch of a list. */
export type Page = { readonly limit: number; readonly offset: number }

/** The page that is the whole list: SQLite takes a negative limit for none. */
export const WHOLE_LIST: Page = { limit: -1, offset: 0 }

export type Sort = 'CREATED_DESC' | 'UPDATED_DESC' | 'NAME_ASC' | 'NAME_DESC'

/** Orders as Prefect does, then by id: names of deployments repeat, and pages must neither skip nor repeat a row. */
export function orderOf(table: 'automation' | 'flow' | 'deployment' | 'variable', sort: Sort): RawBuilder<unknown> {
  return sql`${sql.ref(`${table}.${COLUMN[sort]}`)} ${sql.raw(DIRECTION[sort])}, ${sql.ref(`${table}.id`)}`
}

const COLUMN = { CREATED_DESC: 'created', UPDATED_DESC: 'updated', NAME_ASC: 'name', NAME_DESC: 'name' } as const
const DIRECTION = { CREATED_DESC: 'desc', UPDATED_DESC: 'desc', NAME_ASC: 'asc', NAME_DESC: 'desc' } as const
