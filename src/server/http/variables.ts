import { isAbsent } from '../model/absent.ts'
import { invalidRequest, isConstraintError, refused, valueError } from '../problem.ts'
import { tellOfVariable } from '../registration/variable-events.ts'
import type { Services } from '../services.ts'
import {
  type Variable,
  type VariableKey,
  countVariables,
  deleteVariable,
  findVariables,
  insertVariable,
  readVariable,
  updateVariable,
} from '../store/variable.ts'
import type { Bodies } from '../bodies/checked-body.ts'
import { pageOf } from './paging.ts'
import { type Answer, NO_CONTENT, type Route, created, del, get, ok, patch, post } from './route.ts'
import type { Store } from '../store/store.ts'

/** `/variables`, each by its id and by its name. */
export function variableRoutes({ store }: Services): readonly Route[] {
  return [
    post('/variables/', {
      summary: 'Make a variable',
      body: 'VariableCreate',
      answers: { 201: 'Variable' },
      async handle({ body }) {
        refuseInvalid(body)
        const { name, tags = [] } = body
        const variable = { id: store.uuid(), at: store.now(), name, value: body.value, tags }
        const made = await store
          .write(async (trx) => {
            const inserted = await insertVariable(trx, variable)
            await tellOfVariable(trx, store, 'created', inserted)
            return inserted
          })
          .catch((error: unknown) => {
            if (isConstraintError(error)) throw refused(409, `A variable with the name '${name}' already exists.`)
            throw error
          })
        return created(made)
      },
    }),
    post('/variables/filter', {
      summary: 'Find variables',
      body: 'VariablesQuery',
      answers: { 200: { list: 'Variable' } },
      async handle({ body }) {
        const page = pageOf(body)
        return ok(await store.read((db) => findVariables(db, body, page)))
      },
    }),
    post('/variables/count', {
      summary: 'Count variables',
      body: 'VariablesQuery',
      answers: { 200: 'integer' },
      handle: async ({ body }) => ok(await store.read((db) => countVariables(db, body))),
    }),
    get('/variables/{id:uuid}', {
      summary: 'Read a variable',
      answers: { 200: 'Variable' },
      handle: async ({ params }) => ok(await read(store, { column: 'id', value: params.id })),
    }),
    get('/variables/name/{name}', {
      summary: 'Read a variable by its name',
      answers: { 200: 'Variable' },
      handle: async ({ params }) => ok(await read(store, { column: 'name', value: params.name })),
    }),
    patch('/variables/{id:uuid}', {
      summary: 'Change a variable',
      body: 'VariableUpdate',
      answers: { 204: 'nothing' },
      handle: ({ params, body }) => change(store, { column: 'id', value: params.id }, body),
    }),
    patch('/variables/name/{name}', {
      summary: 'Change a variable by its name',
      body: 'VariableUpdate',
      answers: { 204: 'nothing' },
      handle: ({ params, body }) => change(store, { column: 'name', value: params.name }, body),
    }),
    del('/variables/{id:uuid}', {
      summary: 'Delete a variable',
      answers: { 204: 'nothing' },
      handle: ({ params }) => remove(store, { column: 'id', value: params.id }),
    }),
    del('/variables/name/{name}', {
      summary: 'Delete a variable by its name',
      answers: { 204: 'nothing' },
      handle: ({ params }) => remove(store, { column: 'name', value: params.name }),
    }),
  ]
}

async function read(store: Store, key: VariableKey): Promise<Variable> {
  const variable = await store.read((db) => readVariable(db, key))
  if (variable === undefined) throw notFound()
  return variable
}

async function change(store: Store, key: VariableKey, body: Bodies['VariableUpdate']): Promise<Answer> {
  refuseInvalid(body)
  await store.write(async (trx) => {
    const before = await readVariable(trx, key)
    if (before === undefined) throw notFound()
    const byId = { column: 'id', value: before.id } as const
    await updateVariable(trx, byId, body, store.now())
    const after = await readVariable(trx, byId)
    if (after !== undefined) await tellOfVariable(trx, store, 'updated', after)
  })
  return NO_CONTENT
}

async function remove(store: Store, key: VariableKey): Promise<Answer> {
  await store.write(async (trx) => {
    const variable = await readVariable(trx, key)
    if (variable === undefined) throw notFound()
    await tellOfVariable(trx, store, 'deleted', variable)
    await deleteVariable(trx, key)
  })
  return NO_CONTENT
}

function notFound() {
  return refused(404, 'Variable not found.')
}

/** The most characters of a value as JSON. */
const MOST_CHARACTERS = 5000

function refuseInvalid(body: Bodies['VariableCreate'] | Bodies['VariableUpdate']): void {
  const { name, value } = body
  const found = [
    isAbsent(name) || /^[a-z0-9_-]*$/.test(name)
      ? undefined
      : valueError(
          ['body', 'name'],
          'Variable name must only contain lowercase letters, numbers, and dashes or underscores.',
          name,
        ),
    value === undefined || JSON.stringify(value).length <= MOST_CHARACTERS
      ? undefined
      : valueError(['body', 'value'], `Variable value must be less than ${MOST_CHARACTERS} characters`, value),
  ]
  const details = found.filter((detail) => detail !== undefined)
  if (details.length > 0) throw invalidRequest(details, body)
}
