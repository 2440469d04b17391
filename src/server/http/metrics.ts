import type { Registry } from 'prom-client'
import type { Services } from '../services.ts'
import { countWaitingRuns } from '../store/run-counts.ts'
import type { Store } from '../store/store.ts'
import { type Route, get } from './route.ts'
import { BOUNDS, type Tally } from './tally.ts'

/** What is counted. */
export type Gauges = {
  /** The requests. */
  readonly tally: Tally
  /** How many websockets are open. */
  readonly sockets: () => number
  /** How many transactions were written. */
  readonly writes: () => number
}

/** `/metrics`, for Prometheus. What measures the process begins with the first question, so that others pay nothing. */
export function metricsRoutes({ store }: Services, gauges: Gauges): readonly Route[] {
  let registry: Promise<Registry> | undefined
  return [
    get('/metrics', {
      summary: 'Read the measurements of this server, for Prometheus',
      answers: { 200: 'text' },
      anyVersion: true,
      async handle() {
        registry ??= newRegistry(store, gauges)
        const { contentType, metrics } = await measured(await registry)
        return new Response(metrics + requestLines(gauges.tally), { headers: { 'content-type': contentType } })
      },
    }),
  ]
}

async function measured(registry: Registry): Promise<{ readonly contentType: string; readonly metrics: string }> {
  return { contentType: registry.contentType, metrics: await registry.metrics() }
}

/** A registry of its own: the package's global one would be shared with other servers of the process. */
async function newRegistry(store: Store, { sockets, writes }: Gauges): Promise<Registry> {
  const { Counter, Gauge, Registry, collectDefaultMetrics } = await import('prom-client')
  const registry = new Registry()
  const registers = [registry]
  // the loop's delay is looked at ten times a second, so that an idle server stays idle
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 100 })
  const gauge = (name: string, help: string, value: () => number | Promise<number>) =>
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        this.set(await value())
      },
    })
  gauge('registrar_sockets_open', 'Websockets that are open.', sockets)
  gauge('registrar_flow_runs_scheduled', 'Flow runs that wait for their time.', () =>
    store.read((db) => countWaitingRuns(db, 'Scheduled')),
  )
  gauge('registrar_flow_runs_late', 'Flow runs that were not started in time.', () =>
    store.read((db) => countWaitingRuns(db, 'Late')),
  )
  const written = new Counter({
    name: 'registrar_store_writes_total',
    help: 'Transactions that were written.',
    registers,
    collect() {
      written.reset()
      written.inc(writes())
    },
  })
  return registry
}

/** The requests as a histogram in Prometheus' text format. */
function requestLines(tally: Tally): string {
  const name = 'registrar_http_request_duration_seconds'
  const lines = [`# HELP ${name} How long requests took.`, `# TYPE ${name} histogram`]
  for (const { method, route, status, count, sum, buckets } of tally.lines()) {
    const labels = `method="${method}",route="${route}",status="${status}"`
    let upTo = 0
    for (const [index, bound] of BOUNDS.entries()) {
      upTo += buckets[index] ?? 0
      lines.push(`${name}_bucket{${labels},le="${bound}"} ${upTo}`)
    }
    lines.push(`${name}_bucket{${labels},le="+Inf"} ${count}`)
    lines.push(`${name}_sum{${labels}} ${sum}`, `${name}_count{${labels}} ${count}`)
  }
  return `\n${lines.join('\n')}\n`
}
