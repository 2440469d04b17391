import type { Context } from 'hono'
import type { JsonObject } from '../../model/json.ts'
import { isMembers, parseExact } from '../blocks/exact-json.ts'

/** An object of the body, which was checked already, with its numbers as they were written. Undefined if it was not sent. */
export async function exactMember(c: Context, name: string): Promise<JsonObject | undefined> {
  const body = parseExact(await c.req.text())
  const value = isMembers(body) ? body[name] : undefined
  return isMembers(value) ? value : undefined
}
