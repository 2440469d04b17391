import type { JsonObject } from '../../model/json.ts'
import { invalidRequest } from '../problem.ts'
import { uuidDetail } from '../bodies/pydantic-words.ts'
import { storedUuid } from '../bodies/stored-uuid.ts'

/**
 * Who makes an object with this request: an automation says so in headers (`get_created_by`,
 * `prefect/server/api/dependencies.py`). Null for anybody else. Throws the 422 of an id that is none.
 */
export function createdByOf(header: (name: string) => string | undefined, requestBody: unknown): JsonObject | null {
  const sent = header('prefect-automation-id')
  const id = sent === undefined ? undefined : storedUuid(sent)
  if (sent !== undefined && id === undefined) throw invalidRequest([noId(sent)], requestBody)
  const name = header('prefect-automation-name')
  if (!id || !name) return null
  const shown = textOf(name)
  return shown ? { id, type: 'AUTOMATION', display_value: shown } : null
}

/** Base64 of UTF-8, as headers hold no other letters; undefined for anything else. */
function textOf(base64: string): string | undefined {
  if (!/^[\w+/-]*={0,2}$/.test(base64)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64, 'base64'))
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

function noId(input: string) {
  return uuidDetail(['header', 'prefect-automation-id'], input)
}
