import { isJsonObject, type Json } from '../../model/json.ts'
import { Problem } from '../problem.ts'
import type { Connection } from '../sockets/connection.ts'
import { type Bodies, type BodyName, checkedBody } from '../bodies/checked-body.ts'
import { isTooDeep } from './json-depth.ts'

/** What a subscriber begins with: `{"type":"filter","filter":…}`. */
export type FilterMessage<Filter> = { readonly filter: Filter; readonly backfill: Json | undefined }

/** The first message of a subscriber. Undefined when it left, or was closed with 1002 for sending anything else. */
export async function filterMessage<Name extends BodyName>(
  socket: Connection,
  name: Name,
): Promise<FilterMessage<Bodies[Name]> | undefined> {
  const text = await socket.receive()
  if (text === undefined) return undefined
  const message = jsonMessage(text)
  if (!isJsonObject(message) || message['type'] !== 'filter') {
    socket.close(1002, "Expected 'filter' message")
    return undefined
  }
  const checked = checkedOr(name, message['filter'])
  if (typeof checked === 'string') {
    socket.close(1002, `Invalid filter: ${checked}`)
    return undefined
  }
  socket.deafen()
  return { filter: checked.value, backfill: message['backfill'] }
}

/** A message that is to be one value of a definition; what is wrong with it otherwise. */
export function parsedBody<Name extends BodyName>(name: Name, text: string): { readonly value: Bodies[Name] } | string {
  const value = jsonMessage(text)
  return value === undefined ? 'not JSON' : checkedOr(name, value)
}

function checkedOr<Name extends BodyName>(
  name: Name,
  value: Json | undefined,
): { readonly value: Bodies[Name] } | string {
  try {
    return { value: checkedBody(name, value) }
  } catch (error) {
    if (error instanceof Problem) return JSON.stringify(error.body)
    throw error
  }
}

/** The value of a message; undefined for one that is no JSON. */
export function jsonMessage(text: string): Json | undefined {
  if (isTooDeep(text)) return undefined
  try {
    const value: Json = JSON.parse(text)
    return value
  } catch {
    // said to the client by its close code
    return undefined
  }
}
