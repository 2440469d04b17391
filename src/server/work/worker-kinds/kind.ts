import type { Json, JsonObject } from '../../../model/json.ts'

/** A type of worker, and so of work pools: what a pool of it is made with when nothing else is said. */
export type WorkerKind = {
  readonly type: string
  readonly name: string
  readonly description: string
  /** The Python package that has the worker. */
  readonly from: string
  /** What its picture shows, drawn in 48 by 48. */
  readonly picture: string
  readonly variables: Readonly<Record<string, JsonObject>>
  readonly required?: readonly string[]
  readonly definitions?: JsonObject
  /** What the worker's job has beside one member for each variable. */
  readonly job?: JsonObject
  /** Variables that only stand within `job`. */
  readonly inner?: readonly string[]
}

/** The entry of a kind in the catalogue, with the base template of its pools (`prefect/server/api/collections_data`). */
export function entryOfKind(kind: WorkerKind): JsonObject {
  const own = Object.keys(kind.variables).filter((name) => !kind.inner?.includes(name))
  return {
    type: kind.type,
    display_name: kind.name,
    description: kind.description,
    install_command: `pip install ${kind.from}`,
    documentation_url: 'https://docs.prefect.io/v3/concepts/workers',
    // Prefect's pages offer no kind of pool that has no picture.
    logo_url: `data:image/svg+xml,${encodeURIComponent(pictureOf(kind.picture))}`,
    is_beta: false,
    default_base_job_configuration: {
      job_configuration: { ...Object.fromEntries(own.map((name) => [name, placeholder(name)])), ...kind.job },
      variables: {
        type: 'object',
        properties: kind.variables,
        ...(kind.required && { required: kind.required }),
        ...(kind.definitions && { definitions: kind.definitions }),
      },
    },
  }
}

/** What stands in a template for a variable. */
export function placeholder(name: string): string {
  return `{{ ${name} }}`
}

/** Of each name its placeholder, under the key that the job has for it. */
export function placeholders(names: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(names).map(([key, name]) => [key, placeholder(name)]))
}

function pictureOf(drawing: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" fill="none" stroke="#64748b" stroke-width="4">${drawing}</svg>`
}

type More = Readonly<Record<string, Json>>

export const text = (title: string, more: More = {}): JsonObject => ({ title, type: 'string', ...more })
export const whole = (title: string, more: More = {}): JsonObject => ({ title, type: 'integer', ...more })
export const number = (title: string, more: More = {}): JsonObject => ({ title, type: 'number', ...more })
export const flag = (title: string, more: More = {}): JsonObject => ({ title, type: 'boolean', ...more })
export const object = (title: string, more: More = {}): JsonObject => ({ title, type: 'object', ...more })

export const texts = (title: string, more: More = {}): JsonObject =>
  object(title, { additionalProperties: { type: 'string' }, ...more })

export const list = (title: string, more: More = {}): JsonObject => ({
  title,
  type: 'array',
  items: { type: 'string' },
  ...more,
})

/** A variable that is of one of the `definitions`. */
export const defined = (title: string, definition: string): JsonObject => ({
  title,
  allOf: [{ $ref: `#/definitions/${definition}` }],
})

/** A text that is not shown. */
export const secret = (title: string): JsonObject => text(title, { writeOnly: true, format: 'password' })

/** A definition that a block of this type fits. */
export const blockOf = (
  title: string,
  slug: string,
  properties: JsonObject,
  secrets: readonly string[],
): JsonObject => ({
  title,
  type: 'object',
  properties,
  block_type_slug: slug,
  secret_fields: secrets,
  block_schema_references: {},
})

/** What every worker takes. */
export const COMMON = {
  name: text('Name', { description: 'The name that the worker gives to what it starts.' }),
  env: texts('Environment Variables', { description: 'Environment variables of a flow run.' }),
  labels: texts('Labels', { description: 'Labels that the worker puts on what it starts.' }),
  command: text('Command', { description: 'What starts a flow run. Left empty, the worker knows itself.' }),
} as const

/** A container among others, the picture of what runs in one. */
export const CONTAINER = '<path d="M24 6 8 14v20l16 8 16-8V14zM8 14l16 8 16-8M24 22v20"/>'

/** A cloud, the picture of what runs on somebody else's machines. */
export const CLOUD = '<path d="M14 36a9 9 0 0 1 0-18 12 12 0 0 1 22 2 8 8 0 0 1 0 16z"/>'
