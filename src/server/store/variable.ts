import { isAbsent } from '../model/absent.ts'
import type { VariableFilter, VariablesQuery } from '../model/requests.ts'
import type { Json } from '../../model/json.ts'
import { type Stored, jsonText, storedPart, tagsOf, jsonOf, setColumns } from './columns.ts'
import { type Page, orderOf } from './page.ts'
import { type Predicate, ALWAYS, amongTerms, combined, nameTerms, tagTerms } from './predicate.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Reader, Writer } from './store.ts'
import type { VariableRow } from './tables.ts'

export type Variable = Stored & { readonly name: string; readonly value: Json; readonly tags: readonly string[] }

/** A variable is named by its id or by its name. */
export type VariableKey = { readonly column: 'id' | 'name'; readonly value: string }

export async function readVariable(db: Reader, key: VariableKey): Promise<Variable | undefined> {
  const row = await db.selectFrom('variable').selectAll().where(key.column, '=', key.value).executeTakeFirst()
  return row && variableOf(row)
}

export async function findVariables(db: Reader, query: VariablesQuery, page: Page): Promise<readonly Variable[]> {
  const rows = await db
    .selectFrom('variable')
    .selectAll()
    .where(matches(query.variables))
    .orderBy(orderOf('variable', query.sort ?? 'NAME_ASC'))
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return rows.map(variableOf)
}

export async function countVariables(db: Reader, query: VariablesQuery): Promise<number> {
  const row = await db
    .selectFrom('variable')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where(matches(query.variables))
    .executeTakeFirstOrThrow()
  return row.count
}

export async function insertVariable(
  trx: Writer,
  variable: { id: string; at: Stamp; name: string; value: Json; tags: readonly string[] },
): Promise<Variable> {
  const row: VariableRow = {
    id: variable.id,
    created: variable.at,
    updated: variable.at,
    name: variable.name,
    value: jsonText(variable.value),
    tags: jsonText(variable.tags),
  }
  await trx.insertInto('variable').values(row).execute()
  return variableOf(row)
}

/** Sets what is given; a null name or null tags violate the table. False if there is no such variable. */
export async function updateVariable(
  trx: Writer,
  key: VariableKey,
  change: { name?: string | null; value?: Json; tags?: readonly string[] | null },
  at: Stamp,
): Promise<boolean> {
  const values = setColumns<VariableRow>({
    name: change.name,
    value: change.value === undefined ? undefined : jsonText(change.value),
    tags: isAbsent(change.tags) ? change.tags : jsonText(change.tags),
    updated: at,
  })
  const { numUpdatedRows } = await trx
    .updateTable('variable')
    .set(values)
    .where(key.column, '=', key.value)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** False if there is no such variable. */
export async function deleteVariable(trx: Writer, key: VariableKey): Promise<boolean> {
  const { numDeletedRows } = await trx.deleteFrom('variable').where(key.column, '=', key.value).executeTakeFirst()
  return numDeletedRows > 0n
}

function matches(filter: VariableFilter | null | undefined): Predicate {
  if (isAbsent(filter)) return ALWAYS
  return combined(filter.operator, [
    ...amongTerms('variable.id', filter.id),
    ...nameTerms('variable.name', filter.name),
    ...tagTerms('variable.tags', filter.tags),
  ])
}

function variableOf(row: VariableRow): Variable {
  return { ...storedPart(row), name: row.name, value: jsonOf(row.value), tags: tagsOf(row.tags) }
}
