import { Agent, request } from 'undici'

export type Call = { readonly method: 'POST' | 'GET'; readonly path: string; readonly body?: unknown }

/**
 * What the server itself takes for these requests: a bare client with keep-alive sends them, `connections` at a time,
 * and reads the answers whole. Seconds of wall clock; 503 answers are sent again until they pass.
 */
export async function floorSeconds(api: string, calls: readonly Call[], connections: number): Promise<number> {
  const agent = new Agent({ connections, headersTimeout: 120_000, bodyTimeout: 120_000 })
  const queue = [...calls]
  const began = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let call = queue.shift(); call; call = queue.shift()) {
        if (!(await answered(api, call, agent))) queue.push(call)
      }
    }),
  )
  const taken = (performance.now() - began) / 1000
  await agent.close()
  return taken
}

/** Whether the server did it; false when it was busy (503) or cut the connection, as it does under load. */
async function answered(api: string, call: Call, dispatcher: Agent): Promise<boolean> {
  const answer = await request(`${api}${call.path}`, {
    method: call.method,
    dispatcher,
    headers: { 'content-type': 'application/json' },
    body: call.body === undefined ? undefined : JSON.stringify(call.body),
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ECONNRESET' || error.code === 'UND_ERR_SOCKET') return undefined
    throw error
  })
  const text = await answer?.body.text()
  if (answer === undefined || answer.statusCode === 503) return false
  if (answer.statusCode >= 300) throw new Error(`${call.path}: ${answer.statusCode} ${text}`)
  return true
}
