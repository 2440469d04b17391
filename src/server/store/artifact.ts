import type { Json } from '../../model/json.ts'
import type { ArtifactUpdate, ArtifactsQuery } from '../model/requests.ts'
import { artifactMatches } from './artifact-filter.ts'
import { type Stored, jsonOf, nullableJsonText, setColumns, storedPart } from './columns.ts'
import type { Page } from './page.ts'
import { sql } from 'kysely'
import type { Stamp } from '../model/stamp.ts'
import type { Reader, Writer } from './store.ts'
import type { ArtifactRow } from './tables.ts'

/** Something that a run left behind for people to look at. */
export type Artifact = Stored & ArtifactPart & { readonly key: string | null }

/** What an artifact and the collection of its key have in common. */
export type ArtifactPart = {
  readonly type: string | null
  readonly description: string | null
  readonly data: Json
  readonly metadata_: Json
  readonly flow_run_id: string | null
  readonly task_run_id: string | null
}

export type ArtifactSort = 'CREATED_DESC' | 'UPDATED_DESC' | 'ID_DESC' | 'KEY_DESC' | 'KEY_ASC'

/** The order of a sort, with the id after it so that pages neither skip nor repeat anything. */
export function artifactOrder(sort: ArtifactSort) {
  return ORDER[sort]
}

const ORDER = {
  CREATED_DESC: sql`created desc, id`,
  UPDATED_DESC: sql`updated desc, id`,
  ID_DESC: sql`id desc`,
  KEY_DESC: sql`key desc, id`,
  KEY_ASC: sql`key, id`,
}

export async function readArtifact(db: Reader, id: string): Promise<Artifact | undefined> {
  const row = await db.selectFrom('artifact').selectAll().where('id', '=', id).executeTakeFirst()
  return row && artifactOf(row)
}

export async function findArtifacts(db: Reader, query: ArtifactsQuery, page: Page): Promise<readonly Artifact[]> {
  const rows = await db
    .selectFrom('artifact')
    .selectAll()
    .where(artifactMatches('artifact', query.artifacts, query))
    .orderBy(artifactOrder(query.sort ?? 'ID_DESC'))
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return rows.map(artifactOf)
}

export async function countArtifacts(db: Reader, query: ArtifactsQuery): Promise<number> {
  const row = await db
    .selectFrom('artifact')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where(artifactMatches('artifact', query.artifacts, query))
    .executeTakeFirstOrThrow()
  return row.count
}

export type NewArtifact = ArtifactPart & { readonly id: string; readonly at: Stamp; readonly key: string | null }

export async function insertArtifact(trx: Writer, artifact: NewArtifact): Promise<Artifact> {
  const { id, at, key } = artifact
  const row: ArtifactRow = { id, created: at, updated: at, key, ...artifactColumns(artifact) }
  await trx.insertInto('artifact').values(row).execute()
  return artifactOf(row)
}

/** Sets what is given. False if there is no such artifact. */
export async function updateArtifact(trx: Writer, id: string, change: ArtifactUpdate, at: Stamp): Promise<boolean> {
  const values = setColumns<ArtifactRow>({ ...changedColumns(change), updated: at })
  const { numUpdatedRows } = await trx.updateTable('artifact').set(values).where('id', '=', id).executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function deleteArtifact(trx: Writer, id: string): Promise<void> {
  await trx.deleteFrom('artifact').where('id', '=', id).execute()
}

/** The newest of a key. */
export async function newestArtifact(db: Reader, key: string): Promise<Artifact | undefined> {
  const row = await db
    .selectFrom('artifact')
    .selectAll()
    .where('key', '=', key)
    .orderBy('created', 'desc')
    .executeTakeFirst()
  return row && artifactOf(row)
}

/** The columns of what artifacts and collections have in common. */
export function artifactColumns({ metadata_: metadata, data, ...plain }: ArtifactPart) {
  const { type, description, flow_run_id, task_run_id } = plain
  return {
    type,
    description,
    data: nullableJsonText(data),
    metadata: nullableJsonText(metadata),
    flow_run_id,
    task_run_id,
  }
}

/** The columns of a change; undefined where it says nothing. */
export function changedColumns({ data, description, metadata_: metadata }: ArtifactUpdate) {
  return {
    description,
    data: data === undefined ? undefined : nullableJsonText(data),
    metadata: metadata === undefined ? undefined : nullableJsonText(metadata),
  }
}

type PartRow = Omit<ArtifactRow, 'id' | 'created' | 'updated' | 'key'>

export function artifactPart(row: PartRow): ArtifactPart {
  return {
    type: row.type,
    description: row.description,
    data: row.data === null ? null : jsonOf(row.data),
    metadata_: row.metadata === null ? null : jsonOf(row.metadata),
    flow_run_id: row.flow_run_id,
    task_run_id: row.task_run_id,
  }
}

function artifactOf(row: ArtifactRow): Artifact {
  return { ...storedPart(row), key: row.key, ...artifactPart(row) }
}
