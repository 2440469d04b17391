import { createArtifact, removeArtifact } from '../artifacts/artifact-writes.ts'
import { invalidRequest, refused, valueError } from '../problem.ts'
import type { Services } from '../services.ts'
import { countArtifacts, findArtifacts, readArtifact, updateArtifact } from '../store/artifact.ts'
import { updateLatest } from '../store/artifact-collection.ts'
import type { Store } from '../store/store.ts'
import type { Bodies } from '../bodies/checked-body.ts'
import { pageOf } from './paging.ts'
import { NO_CONTENT, type Route, created, del, get, ok, patch, post } from './route.ts'

/** `/artifacts`: what runs leave behind for people to look at. */
export function artifactRoutes({ store }: Services): readonly Route[] {
  return [
    post('/artifacts/', {
      summary: 'Make an artifact',
      body: 'ArtifactCreate',
      answers: { 201: 'Artifact' },
      async handle({ body }) {
        refuseInvalid(body)
        return created(await store.write((trx) => createArtifact(trx, store, valuesOf(body))))
      },
    }),
    post('/artifacts/filter', {
      summary: 'Find artifacts',
      body: 'ArtifactsQuery',
      answers: { 200: { list: 'Artifact' } },
      async handle({ body }) {
        const page = pageOf(body)
        return ok(await store.read((db) => findArtifacts(db, body, page)))
      },
    }),
    post('/artifacts/count', {
      summary: 'Count artifacts',
      body: 'ArtifactsQuery',
      answers: { 200: 'integer' },
      handle: async ({ body }) => ok(await store.read((db) => countArtifacts(db, body))),
    }),
    get('/artifacts/{id:uuid}', {
      summary: 'Read an artifact',
      answers: { 200: 'Artifact' },
      async handle({ params }) {
        const artifact = await store.read((db) => readArtifact(db, params.id))
        if (artifact === undefined) throw artifactNotFound()
        return ok(artifact)
      },
    }),
    patch('/artifacts/{id:uuid}', {
      summary: 'Change an artifact',
      body: 'ArtifactUpdate',
      answers: { 204: 'nothing' },
      async handle({ params, body }) {
        if (!(await change(store, params.id, body))) throw artifactNotFound()
        return NO_CONTENT
      },
    }),
    del('/artifacts/{id:uuid}', {
      summary: 'Delete an artifact',
      answers: { 204: 'nothing' },
      async handle({ params }) {
        if (!(await store.write((trx) => removeArtifact(trx, store, params.id)))) throw artifactNotFound()
        return NO_CONTENT
      },
    }),
  ]
}

export function artifactNotFound() {
  return refused(404, 'Artifact not found.')
}

function change(store: Store, id: string, body: Bodies['ArtifactUpdate']): Promise<boolean> {
  const { metadata_: metadata } = body
  const values = metadata ? { ...body, metadata_: shortened(metadata) } : body
  return store.write(async (trx) => {
    const at = store.now()
    await updateLatest(trx, id, values, at)
    return updateArtifact(trx, id, values, at)
  })
}

function valuesOf(body: Bodies['ArtifactCreate']) {
  const { key = null, type = null, description = null, data = null, metadata_: metadata } = body
  return {
    key,
    type,
    description,
    data,
    metadata_: metadata ? shortened(metadata) : null,
    flow_run_id: body.flow_run_id?.toLowerCase() ?? null,
    task_run_id: body.task_run_id?.toLowerCase() ?? null,
  }
}

/** The most characters of a value of `metadata_`; what is longer ends in dots. */
const MOST_CHARACTERS = 500

function shortened(metadata: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(metadata).map(([name, text]) => {
      const characters = Array.from(text)
      return [name, characters.length > MOST_CHARACTERS ? `${characters.slice(0, MOST_CHARACTERS).join('')}...` : text]
    }),
  )
}

function refuseInvalid(body: Bodies['ArtifactCreate']): void {
  const { key } = body
  if (!key || /^[a-z0-9-]*$/.test(key)) return
  const message = 'Artifact key must only contain lowercase letters, numbers, and dashes.'
  throw invalidRequest([valueError(['body', 'key'], message, key)], body)
}
