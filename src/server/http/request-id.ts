import type { Context } from 'hono'
import type { Stamp } from '../model/stamp.ts'

/** Gives the id of a request: the client's own `X-Request-ID` where it is a plain one, else one that is made for it. */
export type RequestIds = (c: Context) => string

/** Ids are made from the moment, of which no two are the same. */
export function requestIds(now: () => Stamp): RequestIds {
  const made = new WeakMap<Context, string>()
  return (c) => {
    const known = sentRequestId(c) ?? made.get(c)
    if (known !== undefined) return known
    const id = now().toString(36)
    made.set(c, id)
    return id
  }
}

/** The id that the client has given, where it is a plain one. */
export function sentRequestId(c: Context): string | undefined {
  return plainRequestId(c.req.header('x-request-id'))
}

/** An id as a client sent it; undefined where it is longer than anything sensible, or could break a line. */
export function plainRequestId(sent: string | undefined): string | undefined {
  return sent !== undefined && /^[\w.:/+=-]{1,128}$/.test(sent) ? sent : undefined
}
