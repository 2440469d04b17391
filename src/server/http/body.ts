import type { Context } from 'hono'
import type { Json } from '../../model/json.ts'
import { type InvalidDetail, type Problem, invalidRequest, refused } from '../problem.ts'
import { reasonOf } from '../reason.ts'
import { unread } from './body-limit.ts'
import { isTooDeep } from './json-depth.ts'

/** The JSON of a request; undefined for an empty body. A body without `Content-Type` is JSON, too. */
export async function jsonOf(c: Context): Promise<Json | undefined> {
  const text = textOf(await c.req.arrayBuffer().catch(gone))
  if (text === '') return undefined
  if (!/^(?:$|application\/(?:[\w.-]+\+)?json\b)/i.test(c.req.header('content-type') ?? '')) {
    throw invalidRequest([notAnObject(text)], text)
  }
  if (isTooDeep(text)) throw unreadable()
  try {
    const value: Json = JSON.parse(text)
    return value
  } catch (error) {
    const reason = reasonOf(error)
    // what breaks off is wrong at its end
    const place = Number(/position (\d+)/.exec(reason)?.[1] ?? text.length)
    throw invalidRequest(
      [{ type: 'json_invalid', loc: ['body', place], msg: 'JSON decode error', input: {}, ctx: { error: reason } }],
      text,
    )
  }
}

function gone(error: unknown): never {
  throw unread(error)
}

function textOf(bytes: ArrayBuffer): string {
  try {
    return UTF8.decode(bytes)
  } catch {
    throw unreadable()
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true })

/** Prefect's answer to bytes that are no text, and to what it cannot read without running out of its stack. */
function unreadable(): Problem {
  return refused(400, 'There was an error parsing the body')
}

function notAnObject(input: string): InvalidDetail {
  const msg = 'Input should be a valid dictionary or object to extract fields from'
  return { type: 'model_attributes_type', loc: ['body'], msg, input }
}
