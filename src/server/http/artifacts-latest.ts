import type { Services } from '../services.ts'
import {
  countArtifactCollections,
  findArtifactCollections,
  readArtifactCollection,
} from '../store/artifact-collection.ts'
import { artifactNotFound } from './artifacts.ts'
import { pageOf } from './paging.ts'
import { type Route, get, ok, post } from './route.ts'

/** The latest artifact of each key. */
export function artifactLatestRoutes({ store }: Services): readonly Route[] {
  return [
    get('/artifacts/{key}/latest', {
      summary: 'Read the latest artifact of a key',
      answers: { 200: 'Artifact' },
      async handle({ params }) {
        const collection = await store.read((db) => readArtifactCollection(db, params.key))
        if (collection === undefined) throw artifactNotFound()
        const { latest_id: _latest, ...artifact } = collection
        return ok(artifact)
      },
    }),
    post('/artifacts/latest/filter', {
      summary: 'Find the latest artifacts of keys',
      body: 'ArtifactCollectionsQuery',
      answers: { 200: { list: 'ArtifactCollection' } },
      async handle({ body }) {
        const page = pageOf(body)
        return ok(await store.read((db) => findArtifactCollections(db, body, page)))
      },
    }),
    post('/artifacts/latest/count', {
      summary: 'Count the keys of artifacts',
      body: 'ArtifactCollectionsQuery',
      answers: { 200: 'integer' },
      handle: async ({ body }) => ok(await store.read((db) => countArtifactCollections(db, body))),
    }),
  ]
}
