import type { Ajv, ErrorObject } from 'ajv'
import { canonicalJson, type JsonObject } from '../model/json.ts'
import { serverSchema } from './server-schema.ts'

/** A schema that parameters can be held against, or why there is none. */
export type ParameterCheck =
  | { readonly ok: true; readonly errorsOf: (parameters: JsonObject) => readonly ErrorObject[] }
  | { readonly ok: false; readonly reason: string }

/** Parameter schemas made ready as the server reads them, equal ones once. */
export type ParameterSchemas = { readonly checkFor: (schema: JsonObject) => Promise<ParameterCheck> }

export function parameterSchemas(): ParameterSchemas {
  const ready = new Map<string, ParameterCheck>()
  let ajv: Ajv | undefined
  return {
    checkFor: async (schema) => {
      const text = canonicalJson(schema)
      ajv ??= await loadAjv()
      const check = ready.get(text) ?? makeCheck(schema, ajv)
      ready.set(text, check)
      return check
    },
  }
}

/** Loaded at the first schema only: ajv takes longer to start than everything else here. */
async function loadAjv(): Promise<Ajv> {
  const { Ajv2020 } = await import('ajv/dist/2020.js')
  return new Ajv2020({ allErrors: true, strict: false, validateFormats: false, logger: false, addUsedSchema: false })
}

function makeCheck(given: JsonObject, ajv: Ajv): ParameterCheck {
  const schema = serverSchema(given)
  try {
    if (ajv.validateSchema(schema) !== true) {
      const [error] = ajv.errors ?? []
      const where = error?.instancePath.slice(1).replaceAll('/', '.') ?? ''
      return { ok: false, reason: `${where === '' ? 'it' : where} ${error?.message ?? 'is refused'}` }
    }
    const validate = ajv.compile(schema)
    return { ok: true, errorsOf: (parameters) => (validate(parameters) ? [] : (validate.errors ?? [])) }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return { ok: false, reason: error.message }
  }
}
