import type { Json } from '../../model/json.ts'

/** Asks the server's own API, as an automation of that id and name. */
export type Ask = (question: {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Below `/api`. */
  readonly path: string
  readonly body?: Json
  readonly automation: { readonly id: string; readonly name: string }
}) => Promise<{ readonly status: number; readonly body: Json }>

/** What answers a request in memory. */
type Fetch = (request: Request) => Promise<Response> | Response

/** Asks by requests that never leave the process. */
export function asker(fetch: Fetch): Ask {
  return async ({ method, path, body, automation }) => {
    const headers = {
      'content-type': 'application/json',
      'prefect-automation-id': automation.id,
      'prefect-automation-name': Buffer.from(automation.name).toString('base64'),
    }
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const answer = await fetch(new Request(`http://automations${path}`, { method, headers, ...sent }))
    const text = await answer.text()
    return { status: answer.status, body: jsonOf(text) }
  }
}

function jsonOf(text: string): Json {
  if (text === '') return null
  try {
    const value: Json = JSON.parse(text)
    return value
  } catch {
    // a plain text is its own value
    return text
  }
}
