import { emitEvents } from '../events/emit-event.ts'
import { type Lifecycle, lifecycleEvent } from '../events/lifecycle-event.ts'
import { relatedResource } from '../model/event.ts'
import {
  type Artifact,
  type NewArtifact,
  deleteArtifact,
  insertArtifact,
  newestArtifact,
  readArtifact,
} from '../store/artifact.ts'
import {
  type ArtifactCollection,
  deleteArtifactCollection,
  putLatest,
  readArtifactCollection,
  replaceLatest,
} from '../store/artifact-collection.ts'
import type { Store, Writer } from '../store/store.ts'
import { momentOf } from '../model/moment.ts'

/** Stores an artifact. One with a key becomes the latest of it. */
export async function createArtifact(
  trx: Writer,
  store: Store,
  values: Omit<NewArtifact, 'id' | 'at'>,
): Promise<Artifact> {
  const artifact = { ...values, id: store.uuid(), at: store.now() }
  const { key } = artifact
  if (key !== null) {
    const collection = await putLatest(trx, store.uuid(), { ...artifact, key })
    await tell(trx, store, collection.created === collection.updated ? 'created' : 'updated', collection)
  }
  return insertArtifact(trx, artifact)
}

/** Deletes an artifact; the one before it becomes the latest of its key. False if there is no such artifact. */
export async function removeArtifact(trx: Writer, store: Store, id: string): Promise<boolean> {
  const artifact = await readArtifact(trx, id)
  if (artifact === undefined) return false
  await deleteArtifact(trx, id)
  const { key } = artifact
  const collection = key === null ? undefined : await readArtifactCollection(trx, key)
  if (collection?.latest_id === id) await stepBack(trx, store, collection)
  return true
}

async function stepBack(trx: Writer, store: Store, collection: ArtifactCollection): Promise<void> {
  const { key } = collection
  const before = await newestArtifact(trx, key)
  if (before === undefined) {
    await tell(trx, store, 'deleted', collection)
    await deleteArtifactCollection(trx, key)
    return
  }
  const times = { created: momentOf(before.created) ?? 0, updated: momentOf(before.updated) ?? 0 }
  await replaceLatest(trx, key, before, times)
  await tell(trx, store, 'updated', { ...collection, ...before, id: collection.id, key, latest_id: before.id })
}

async function tell(
  trx: Writer,
  store: Store,
  action: Lifecycle['action'],
  collection: ArtifactCollection,
): Promise<void> {
  const { id, key, type, data, description, latest_id: latest, flow_run_id: flowRun, task_run_id: taskRun } = collection
  const related = [
    relatedResource('artifact', latest, 'latest'),
    ...(flowRun === null ? [] : [relatedResource('flow-run', flowRun, 'flow-run')]),
    ...(taskRun === null ? [] : [relatedResource('task-run', taskRun, 'task-run')]),
  ]
  const payload = { key, type, data, description }
  const lifecycle = { kind: 'artifact-collection', action, id, name: key, payload, related }
  await emitEvents(trx, store, [lifecycleEvent(store, lifecycle)])
}
