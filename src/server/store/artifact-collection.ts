import type { ArtifactCollectionsQuery, ArtifactUpdate } from '../model/requests.ts'
import {
  type Artifact,
  type ArtifactPart,
  type NewArtifact,
  artifactColumns,
  artifactOrder,
  artifactPart,
  changedColumns,
} from './artifact.ts'
import { artifactMatches } from './artifact-filter.ts'
import { type Stored, setColumns, storedPart } from './columns.ts'
import type { Page } from './page.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Reader, Writer } from './store.ts'
import type { ArtifactCollectionRow } from './tables.ts'

/** The latest artifact of a key. Its id is its own, and `created` tells when the key came up. */
export type ArtifactCollection = Stored & ArtifactPart & { readonly key: string; readonly latest_id: string }

export async function readArtifactCollection(db: Reader, key: string): Promise<ArtifactCollection | undefined> {
  const row = await db.selectFrom('artifact_collection').selectAll().where('key', '=', key).executeTakeFirst()
  return row && collectionOf(row)
}

export async function findArtifactCollections(
  db: Reader,
  query: ArtifactCollectionsQuery,
  page: Page,
): Promise<readonly ArtifactCollection[]> {
  const rows = await db
    .selectFrom('artifact_collection')
    .selectAll()
    .where(artifactMatches('artifact_collection', query.artifacts, query))
    .orderBy(artifactOrder(query.sort ?? 'ID_DESC'))
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return rows.map(collectionOf)
}

export async function countArtifactCollections(db: Reader, query: ArtifactCollectionsQuery): Promise<number> {
  const row = await db
    .selectFrom('artifact_collection')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where(artifactMatches('artifact_collection', query.artifacts, query))
    .executeTakeFirstOrThrow()
  return row.count
}

/** Makes an artifact the latest of its key. `collectionId` is for a key that is new. */
export async function putLatest(
  trx: Writer,
  collectionId: string,
  artifact: NewArtifact & { readonly key: string },
): Promise<ArtifactCollection> {
  const { id, at, key } = artifact
  const columns = { ...artifactColumns(artifact), latest_id: id, updated: at }
  const row = await trx
    .insertInto('artifact_collection')
    .values({ id: collectionId, created: at, key, ...columns })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(columns))
    .returningAll()
    .executeTakeFirstOrThrow()
  return collectionOf(row)
}

/** Puts an older artifact in the place of the latest, which is gone. */
export async function replaceLatest(
  trx: Writer,
  key: string,
  artifact: Artifact,
  times: { readonly created: Stamp; readonly updated: Stamp },
): Promise<void> {
  await trx
    .updateTable('artifact_collection')
    .set({ ...artifactColumns(artifact), latest_id: artifact.id, ...times })
    .where('key', '=', key)
    .execute()
}

export async function deleteArtifactCollection(trx: Writer, key: string): Promise<void> {
  await trx.deleteFrom('artifact_collection').where('key', '=', key).execute()
}

/** Changes what is shown as the latest, where that is this artifact. */
export async function updateLatest(trx: Writer, artifactId: string, change: ArtifactUpdate, at: Stamp): Promise<void> {
  const values = setColumns<ArtifactCollectionRow>({ ...changedColumns(change), updated: at })
  await trx.updateTable('artifact_collection').set(values).where('latest_id', '=', artifactId).execute()
}

function collectionOf(row: ArtifactCollectionRow): ArtifactCollection {
  return { ...storedPart(row), key: row.key, latest_id: row.latest_id, ...artifactPart(row) }
}
