import { type Json, isJsonObject } from '../../model/json.ts'

/** What the last part of a path does not look at in the query that its collection's routes share. */
const UNREAD: Readonly<Record<string, readonly string[]>> = {
  filter: ['page'],
  paginate: ['offset'],
  count: ['limit', 'offset', 'page', 'sort'],
}

/** Leaves out of a query what the route at this path does not look at, however wrong; undefined where it looks at all. */
export function withoutUnread(path: string): ((sent: Json | undefined) => Json | undefined) | undefined {
  const unread = UNREAD[path.slice(path.lastIndexOf('/') + 1)]
  if (unread === undefined) return undefined
  return (sent) => {
    if (!isJsonObject(sent) || !unread.some((name) => name in sent)) return sent
    return Object.fromEntries(Object.entries(sent).filter(([name]) => !unread.includes(name)))
  }
}
