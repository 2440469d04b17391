import type { SavedSearchCreate } from '../model/requests.ts'
import type { Json } from '../../model/json.ts'
import { type Stored, jsonOf, jsonText, storedPart } from './columns.ts'
import type { Page } from './page.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Reader, Writer } from './store.ts'
import type { SavedSearchRow } from './tables.ts'

/** The conditions of a search, under a name. */
export type SavedSearch = Stored & { readonly name: string; readonly filters: Json }

/** Adds a search, or gives the one of that name other conditions. */
export async function putSavedSearch(
  trx: Writer,
  search: {
    readonly id: string
    readonly at: Stamp
    readonly name: string
    readonly filters: SavedSearchCreate['filters']
  },
): Promise<{ readonly search: SavedSearch; readonly isNew: boolean }> {
  const filters = jsonText(search.filters)
  const row = await trx
    .insertInto('saved_search')
    .values({ id: search.id, created: search.at, updated: search.at, name: search.name, filters })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ filters }))
    .returningAll()
    .executeTakeFirstOrThrow()
  return { search: searchOf(row), isNew: row.id === search.id }
}

export async function readSavedSearch(db: Reader, id: string): Promise<SavedSearch | undefined> {
  const row = await db.selectFrom('saved_search').selectAll().where('id', '=', id).executeTakeFirst()
  return row && searchOf(row)
}

/** By name. */
export async function findSavedSearches(db: Reader, page: Page): Promise<readonly SavedSearch[]> {
  const rows = await db
    .selectFrom('saved_search')
    .selectAll()
    .orderBy('name')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return rows.map(searchOf)
}

/** False if there is no such search. */
export async function deleteSavedSearch(trx: Writer, id: string): Promise<boolean> {
  const { numDeletedRows } = await trx.deleteFrom('saved_search').where('id', '=', id).executeTakeFirst()
  return numDeletedRows > 0n
}

function searchOf(row: SavedSearchRow): SavedSearch {
  return { ...storedPart(row), name: row.name, filters: jsonOf(row.filters) }
}
