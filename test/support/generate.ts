import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import standaloneCode from 'ajv/dist/standalone/index.js'
import { compile } from 'json-schema-to-typescript'
import { readApiSchema } from '../../src/server/bodies/api-schema.ts'

/** Every schema of `schemas/` that code is made from: its types always, a validator for what people write. */
export const SCHEMAS = [
  { schema: 'deployment', types: 'deployment.ts', validator: 'deployment-validator.ts' },
  { schema: 'registrar', types: 'registrar.ts', validator: 'registrar-validator.ts' },
  { schema: 'plan', types: 'plan.ts', validator: undefined },
] as const

const ROOT = new URL('../../', import.meta.url)
const BANNER = (schema: string) => `// Made from schemas/${schema}.schema.json by \`npm run generate\`. Do not edit.\n`

/** The text of every file of `src/generated`, by file name; schemas that do not exist yet give none. */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>()
  for (const { schema, types, validator } of SCHEMAS) {
    const parsed = await readSchema(schema)
    if (parsed === undefined) continue
    files.set(types, BANNER(schema) + (await typesOf(parsed)))
    if (validator !== undefined) files.set(validator, BANNER(schema) + validatorOf(parsed))
  }
  files.set(API_TYPES, API_BANNER + (await typesOf(apiSchema())))
  return files
}

/** The file of the REST API's types. */
export const API_TYPES = 'prefect-api.ts'
const API_BANNER = '// Made from schemas/prefect-api/ by `npm run generate`. Do not edit.\n'

/** All definitions, and one type that holds each by its name. */
function apiSchema(): Schema {
  const { $defs } = readApiSchema()
  const names = Object.keys($defs)
  return {
    title: 'PrefectApi',
    type: 'object',
    additionalProperties: false,
    required: names,
    properties: Object.fromEntries(names.map((name) => [name, { $ref: `#/$defs/${name}` }])),
    $defs,
  }
}

type Schema = { readonly title: string; readonly $defs?: object; readonly [key: string]: unknown }

async function readSchema(name: string): Promise<Schema | undefined> {
  try {
    const schema: Schema = JSON.parse(await readFile(new URL(`schemas/${name}.schema.json`, ROOT), 'utf8'))
    return schema
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/**
 * if/then/else chooses between definitions at run time; the types name the definitions themselves. Titles of fields are
 * for editors and would each become a type of its own, so only definitions keep theirs.
 */
async function typesOf(schema: Schema): Promise<string> {
  const { if: condition, then: one, else: other, $defs = {}, ...plain } = schema
  const root = condition === undefined ? plain : { anyOf: [one, other] }
  const title = condition === undefined ? schema.title : 'SpecDocument'
  const definitions = Object.fromEntries(
    Object.entries($defs).map(([name, definition]) => [name, { ...withoutFieldTitles(definition), title: name }]),
  )
  const source = { ...withoutFieldTitles(root), title, description: schema.description, $defs: definitions }
  return compile(source as object, title, {
    bannerComment: '',
    unreachableDefinitions: true,
    ignoreMinAndMaxItems: true,
    style: { semi: false, singleQuote: true, printWidth: 120 },
  })
}

/** What only people read, out of what the validator carries. */
function withoutProse(schema: Schema): Record<string, unknown> {
  const prose = (key: string, value: unknown) =>
    (['title', 'description'].includes(key) && typeof value === 'string') ||
    (key === 'examples' && Array.isArray(value))
  const copy: Record<string, unknown> = JSON.parse(
    JSON.stringify(schema, (key, value: unknown) => (prose(key, value) ? undefined : value)),
  )
  return copy
}

/** A property of that name holds a schema, never a text, so only texts are titles. */
function withoutFieldTitles(schema: unknown): Record<string, unknown> {
  const copy: Record<string, unknown> = JSON.parse(
    JSON.stringify(schema, (key, value: unknown) => (key === 'title' && typeof value === 'string' ? undefined : value)),
  )
  return copy
}

/**
 * The validator as a module of its own, so that ordinary validation does not load ajv. `verbose` keeps the parent
 * schema in each error. The only helper that ajv would `require` is the length of a text in characters.
 */
function validatorOf(schema: Schema): string {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    allowMatchingProperties: true,
    code: { source: true, esm: true, lines: true },
  })
  const code = standaloneCode
    .default(ajv, ajv.compile(withoutProse(schema)))
    .replace('require("ajv/dist/runtime/ucs2length").default', '(text) => [...text].length')
    .replace(/^export default .*\n/m, '')
  if (code.includes('require(')) throw new Error(`the validator of ${schema.title} needs a helper that is CommonJS`)
  return `// @ts-nocheck\n${code}`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = new URL('src/generated/', ROOT)
  await mkdir(folder, { recursive: true })
  for (const [name, text] of await generatedFiles()) await writeFile(new URL(name, folder), text)
}
