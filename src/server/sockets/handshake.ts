import { secretMatcher } from '../secret.ts'
import type { Timers } from '../timers.ts'
import type { Connection } from './connection.ts'

export type HandshakeRules = {
  /** The auth string of the server, which the client's first message must carry. */
  readonly authString: string | undefined
  readonly timers: Timers
}

/** How long a client may take to say who it is. */
const PATIENCE_MS = 10_000

/**
 * The first message of a client that offered the subprotocol `prefect`: `{"type":"auth","token":…}`, wanted even where
 * there is no auth string. Answers whether the client may go on; if not, it was closed. `reason` replaces Prefect's own
 * words (`prefect/server/utilities/subscriptions.py`, 3.8.8).
 */
export function handshake({ authString, timers }: HandshakeRules) {
  const isSecret = authString === undefined ? undefined : secretMatcher(authString)
  return async (socket: Connection, reason: string | undefined): Promise<boolean> => {
    const cancel = timers.after(PATIENCE_MS, () => socket.close(1008, reason ?? EXPECTED_AUTH))
    const text = await socket.receive()
    cancel()
    if (text === undefined || socket.closed.aborted) return false
    const problem = problemOf(text, isSecret)
    if (problem === undefined) {
      socket.send({ type: 'auth_success' })
      return true
    }
    socket.close(problem.code, reason ?? problem.reason)
    return false
  }
}

const EXPECTED_AUTH = "Expected 'auth' message"

type Refusal = { readonly code: number; readonly reason: string }

function problemOf(text: string, isSecret: ((token: string) => boolean) | undefined): Refusal | undefined {
  const message = objectOf(text)
  // Prefect ends such a socket with an error of its own
  if (message === undefined) return { code: 1002, reason: 'Expected a JSON object' }
  if (message['type'] !== 'auth') return { code: 1008, reason: EXPECTED_AUTH }
  if (isSecret === undefined) return undefined
  const { token } = message
  if (!token) return { code: 1008, reason: 'Auth required but no token provided' }
  return typeof token === 'string' && isSecret(token) ? undefined : { code: 1008, reason: 'Invalid token' }
}

function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    // no JSON: said to the client by its close code
    return undefined
  }
}
