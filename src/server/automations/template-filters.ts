import { Labelled } from './labelled.ts'
import { Model } from './template-things.ts'
import type { Filters } from './templates/filters.ts'
import { textOf } from './templates/values.ts'

/**
 * The filters that Prefect adds (`prefect/server/events/jinja_filters.py`). This server has no web interface and knows of
 * none: addresses in it are told as by a Prefect that has no `PREFECT_UI_URL`.
 */
export const PREFECT_FILTERS: Filters = new Map([
  ['ui_url', () => null],
  ['ui_resource_events_url', eventsUrl],
  ['flow_run_id', (value: unknown) => FLOW_RUN.exec(textOf(value))?.[1] ?? null],
])

const FLOW_RUN = /flow-run\/([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})/

const KINDS = new Set(['automation', 'deployment', 'flow', 'flow-run', 'task-run', 'work-queue', 'work-pool'])

function eventsUrl(value: unknown): string | null {
  if (value instanceof Labelled) return `events?resource=${value.labels['prefect.resource.id']}`
  if (!(value instanceof Model) || !KINDS.has(value.kind)) return null
  return `events?resource=prefect.${value.kind}.${textOf(value.member('id'))}`
}
