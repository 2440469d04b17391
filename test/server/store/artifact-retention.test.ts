import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { createArtifact } from '../../../src/server/artifacts/artifact-writes.ts'
import { readArtifactCollection } from '../../../src/server/store/artifact-collection.ts'
import { findArtifacts } from '../../../src/server/store/artifact.ts'
import { deleteArtifactsOf } from '../../../src/server/store/artifact-retention.ts'
import { openStore } from '../../../src/server/store/store.ts'

test('the artifacts of runs go, and the newest that is left of a key becomes its latest', async () => {
  const store = await openStore({ data: ':memory:', clock: Date.now, uuid: randomUUID })
  onTestFinished(() => store.close())
  const [old, young] = [randomUUID(), randomUUID()]
  const make = (key: string | null, data: string, run: string) =>
    store.write((trx) =>
      createArtifact(trx, store, {
        key,
        data,
        type: null,
        description: null,
        metadata_: null,
        flow_run_id: run,
        task_run_id: null,
      }),
    )
  await make('both', 'first', young)
  const kept = await make('both', 'second', young)
  await make('both', 'third', old)
  await make('old', 'only', old)
  await make('young', 'only', young)
  await make(null, 'result', old)
  await store.write((trx) => deleteArtifactsOf(trx, 'flow_run_id', JSON.stringify([old])))

  await store.read(async (db) => {
    const left = await findArtifacts(db, { sort: 'CREATED_DESC' }, { limit: 10, offset: 0 })
    expect(left.map(({ key, data }) => [key, data])).toEqual([
      ['young', 'only'],
      ['both', 'second'],
      ['both', 'first'],
    ])
    const { id: latest_id, ...artifact } = kept
    expect(await readArtifactCollection(db, 'both')).toEqual({ ...artifact, latest_id, id: expect.any(String) })
    expect(await readArtifactCollection(db, 'old')).toBeUndefined()
    expect(await readArtifactCollection(db, 'young')).toMatchObject({ data: 'only' })
  })
})
