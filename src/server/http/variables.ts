import { isAbsent } from '../absent.ts'
import { type Context, Hono } from 'hono'
import { invalidRequest, isConstraintError, refused, valueError } from '../problem.ts'
import type { Services } from '../services.ts'
import {
  type VariableKey,
  countVariables,
  deleteVariable,
  findVariables,
  insertVariable,
  readVariable,
  updateVariable,
} from '../store/variable.ts'
import { type Bodies, bodyOf, queryOf } from './body.ts'
import { UUID, idOf } from './id.ts'
import { pageOf } from './paging.ts'

const PATHS = [`/:id${UUID}`, '/name/:name'] as const

/** `/variables`, each by its id and by its name. */
export function variableRoutes({ store }: Services): Hono {
  const notFound = () => refused(404, 'Variable not found.')
  const routes = new Hono({ strict: false })
    .post('/', async (c) => {
      const body = await bodyOf(c, 'VariableCreate')
      refuseInvalid(body)
      const { name, tags = [] } = body
      const variable = { id: store.uuid(), at: store.now(), name, value: body.value, tags }
      const made = await store
        .write((trx) => insertVariable(trx, variable))
        .catch((error: unknown) => {
          if (isConstraintError(error)) throw refused(409, `A variable with the name '${name}' already exists.`)
          throw error
        })
      return c.json(made, 201)
    })
    .post('/filter', async (c) => {
      const query = await queryOf(c, 'VariablesQuery')
      const page = pageOf(query)
      return c.json(await store.read((db) => findVariables(db, query, page)))
    })
    .post('/count', async (c) => {
      const query = await queryOf(c, 'VariablesQuery')
      return c.json(await store.read((db) => countVariables(db, query)))
    })
  for (const path of PATHS) {
    routes
      .get(path, async (c) => {
        const variable = await store.read((db) => readVariable(db, keyOf(c)))
        if (variable === undefined) throw notFound()
        return c.json(variable)
      })
      .patch(path, async (c) => {
        const body = await bodyOf(c, 'VariableUpdate')
        refuseInvalid(body)
        const change = body as Parameters<typeof updateVariable>[2]
        if (!(await store.write((trx) => updateVariable(trx, keyOf(c), change, store.now())))) throw notFound()
        return c.body(null, 204)
      })
      .delete(path, async (c) => {
        if (!(await store.write((trx) => deleteVariable(trx, keyOf(c))))) throw notFound()
        return c.body(null, 204)
      })
  }
  return routes
}

function keyOf(c: Context): VariableKey {
  const name = c.req.param('name')
  return name === undefined ? { column: 'id', value: idOf(c) } : { column: 'name', value: name }
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
