import { onTestFinished } from 'vitest'
import type { ClientEvent, Transport, TransportOptions } from '../../src/client/transport.ts'
import { createTransport } from '../../src/client/transport.ts'
import { resolveSettings } from '../../src/client/settings.ts'

export type Connection = {
  readonly transport: Transport
  readonly events: ClientEvent[]
  /** The waits that the client took, in milliseconds. */
  readonly waits: number[]
}

/**
 * A transport whose waits pass at once: its clock moves by them. `random` gives 1, so that waits are the longest
 * possible ones.
 */
export function connect(
  url: string,
  env: Readonly<Record<string, string>> = {},
  options: Partial<TransportOptions> = {},
): Connection {
  const events: ClientEvent[] = []
  const waits: number[] = []
  let now = Date.parse('2026-11-21T10:00:00Z')
  const transport = createTransport({
    settings: resolveSettings({
      env: { PREFECT_API_URL: url, ...env },
      readFile: () => undefined,
      cwd: '/project',
      home: '/home/person',
    }),
    version: '1.2.3',
    clock: () => now,
    random: () => 1,
    async sleep(ms, signal) {
      signal?.throwIfAborted()
      waits.push(ms)
      now += ms
      await Promise.resolve()
      signal?.throwIfAborted()
    },
    readFile: () => undefined,
    clientId: '0b5f1f5e-7c43-4f0a-9d3e-2f8e5a4f6f10',
    observe: (event) => events.push(event),
    ...options,
  })
  onTestFinished(() => transport.close())
  return { transport, events, waits }
}
