import { resolveSettings } from '../../src/client/settings.ts'
import { createReader } from '../../src/client/reader.ts'
import { createTransport, type Transport } from '../../src/client/transport.ts'
import { createWriter } from '../../src/client/writer.ts'
import type { DesiredDeployment } from '../../src/model/deployment.ts'
import type { Json } from '../../src/model/json.ts'
import type { Outcome } from '../../src/model/outcome.ts'
import type { Plan } from '../../src/model/plan.ts'
import { carryOutPlan, observe, type ReconcileOptions } from '../../src/reconcile/reconcile.ts'
import { startEmbedded } from '../support/embedded.ts'

/** The embedded server with everything between it and the specs, as one scope sees it. */
export type Registrar = {
  readonly plan: (desired: readonly DesiredDeployment[], options?: Partial<ReconcileOptions>) => Promise<Plan>
  readonly apply: (plan: Plan) => Promise<readonly Outcome[]>
  /** A request past registrar, as another tool would make it. */
  readonly send: (method: 'GET' | 'POST' | 'PATCH', path: string, body?: Json) => Promise<Json | undefined>
  /** How many requests that write have been sent since the last call. */
  readonly writes: () => number
}

/** Runs `work` against a fresh server in memory. */
export async function withServer<T>(work: (registrar: Registrar) => Promise<T>): Promise<T> {
  const server = await startEmbedded()
  let writes = 0
  const transport: Transport = createTransport({
    settings: resolveSettings({ env: { PREFECT_API_URL: server.api }, readFile: () => undefined, cwd: '/', home: '/' }),
    version: 'test',
    clock: Date.now,
    random: () => 0,
    sleep: async () => undefined,
    readFile: () => undefined,
    clientId: '0b5f1f5e-7c43-4f0a-9d3e-2f8e5a4f6f10',
    observe: (event) => {
      if (event.kind === 'request' && event.method !== 'GET' && !/\/(filter|count)$/.test(event.path)) writes += 1
    },
  })
  const settings: ReconcileOptions = {
    target: { name: 'test', url: server.api },
    prune: false,
    pruneAdopted: false,
    selected: () => true,
  }
  try {
    return await work({
      async plan(desired, options = {}) {
        const read = async () => ({ desired, findings: [], complete: true })
        const reader = createReader(transport)
        return (await observe({ read, reader, scope: 'team', options: () => ({ ...settings, ...options }) })).plan!
      },
      apply: (plan) =>
        carryOutPlan(plan, {
          writer: createWriter(transport),
          parallel: 4,
          signal: new AbortController().signal,
          clock: Date.now,
        }),
      send: (method, path, body) => transport.request({ method, path, ...(body === undefined ? {} : { body }) }),
      writes() {
        const count = writes
        writes = 0
        return count
      },
    })
  } finally {
    await transport.close()
    await server.close()
  }
}
