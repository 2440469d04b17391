import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Logger } from '../../src/server/log.ts'
import { startEmbedded } from '../support/embedded.ts'
import { startRealPrefect } from '../support/real-prefect.ts'

/** A server as a program meets it: where it is, and what it said of its own failures. */
export type ProgramServer = {
  readonly api: string
  /** The last errors and warnings of the embedded server; the real one's are not kept. */
  failures(): string
  close(): Promise<void>
}

export const SERVER_NAMES = ['real', 'embedded'] as const
export type ServerName = (typeof SERVER_NAMES)[number]

/** Starts one of the two with all its services and an empty database on disk. With `authString` it asks for it. */
export function startServer(name: ServerName, authString?: string): Promise<ProgramServer> {
  switch (name) {
    case 'real':
      return startReal(authString)
    case 'embedded':
      return startOurs(authString)
  }
}

async function startReal(authString?: string): Promise<ProgramServer> {
  const settings: Record<string, string> =
    authString === undefined ? {} : { PREFECT_SERVER_API_AUTH_STRING: authString }
  const server = await startRealPrefect({ scheduler: true, settings })
  return { api: server.api, failures: () => '', close: () => server.close() }
}

async function startOurs(authString?: string): Promise<ProgramServer> {
  const data = await mkdtemp(join(tmpdir(), 'registrar-conformance-data-'))
  const said: string[] = []
  const server = await startEmbedded({
    data,
    isActive: true,
    log: keepFailures(said),
    ...(authString && { authString }),
  })
  return {
    api: server.api,
    failures: () => said.slice(-20).join('\n'),
    close: async () => {
      await server.close()
      await rm(data, { recursive: true, force: true })
    },
  }
}

function keepFailures(said: string[]): Logger {
  const keep = (fields: object, message: string) =>
    void said.push(`${message} ${JSON.stringify(fields, errorsToo)}`.slice(0, 2000))
  return { debug: () => undefined, info: () => undefined, warn: keep, error: keep }
}

function errorsToo(_key: string, value: unknown): unknown {
  return value instanceof Error ? (value.stack ?? value.message) : value
}
