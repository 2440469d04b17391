import { live as bareLive } from './deployments.ts'
import type { DesiredDeployment, DesiredFields, LiveDeployment } from '../../src/model/deployment.ts'
import type { Outcome } from '../../src/model/outcome.ts'
import type { Place } from '../../src/model/place.ts'
import type {
  AdoptChange,
  Change,
  Consequence,
  CreateChange,
  FieldChange,
  NoopChange,
  Plan,
  PruneChange,
  ScheduleChange,
  UpdateChange,
} from '../../src/model/plan.ts'
import type { DesiredSchedule, LiveSchedule } from '../../src/model/schedule.ts'

/** Plan values for tests of what shows or carries them: each builder takes only what matters to the test. */

export function place(text: string): Place {
  const [file = '', line = '1', column = '1'] = text.split(':')
  return { file, line: Number(line), column: Number(column) }
}

function desired(key: string, at = 'deployments/etl.yaml:1', fields: DesiredFields = {}): DesiredDeployment {
  const [flow = '', name = ''] = key.split('/')
  return {
    key,
    flow,
    name,
    at: place(at),
    places: {},
    fields,
    schedulesPolicy: 'merge',
    seed: [],
    onRemove: 'delete',
    protect: false,
  }
}

function live(key: string, differs: Partial<LiveDeployment> = {}): LiveDeployment {
  const [flow = '', name = ''] = key.split('/')
  return bareLive({ flow, name, id: '00000000-0000-4000-8000-000000000001', ...differs })
}

export function liveSchedule(differs: Partial<LiveSchedule> = {}): LiveSchedule {
  return {
    id: '00000000-0000-4000-8000-0000000000a1',
    slug: null,
    rule: { interval: 3600, anchor_date: '2020-01-01T00:00:00+00:00', timezone: 'UTC' },
    active: true,
    parameters: {},
    max_scheduled_runs: null,
    ...differs,
  }
}

type CreateParts = {
  readonly at?: string
  readonly schedules?: Readonly<Record<string, DesiredSchedule>>
  readonly consequences?: readonly Consequence[]
  readonly renamedFrom?: string
}

export function create(
  key: string,
  { at, schedules = {}, consequences = [], renamedFrom }: CreateParts = {},
): CreateChange {
  return {
    action: 'create',
    reason: renamedFrom === undefined ? 'not_live' : 'renamed',
    key,
    desired: { ...desired(key, at), ...(renamedFrom === undefined ? {} : { renamedFrom }) },
    body: {},
    fields: [],
    schedules: Object.entries(schedules).map(([slug, schedule]) => ({
      op: 'create' as const,
      slug,
      desired: schedule,
      row: { schedule: {}, slug },
    })),
    consequences,
  }
}

type DifferenceParts = {
  readonly at?: string
  readonly fields?: readonly FieldChange[]
  readonly schedules?: readonly ScheduleChange[]
  readonly consequences?: readonly Consequence[]
}

export function update(key: string, parts: DifferenceParts = {}): UpdateChange {
  return { action: 'update', reason: 'fields_differ', desired: desired(key, parts.at), ...difference(key, parts) }
}

export function pauseOnRemove(key: string): UpdateChange {
  return {
    action: 'update',
    reason: 'not_desired',
    ...difference(key, { fields: [field('paused', false, true)], consequences: [{ kind: 'pauses', what: key }] }),
  }
}

export function adopt(key: string, parts: DifferenceParts = {}): AdoptChange {
  return { action: 'adopt', reason: 'unowned', desired: desired(key, parts.at), ...difference(key, parts) }
}

export function prune(key: string): PruneChange {
  return { action: 'prune', reason: 'not_desired', key, live: live(key), consequences: [{ kind: 'runs_deleted' }] }
}

export function noop(key: string, reason: NoopChange['reason'] = 'same'): NoopChange {
  return {
    action: 'noop',
    reason,
    key,
    live: live(key),
    schedules: [],
    ...(reason === 'same' ? { desired: desired(key) } : {}),
  }
}

export function field(name: string, old: FieldChange['old'], next: FieldChange['new'], at?: string): FieldChange {
  const reason = old === null ? 'set' : next === null ? 'cleared' : 'changed'
  return { field: name, old, new: next, reason, ...(at === undefined ? {} : { at: place(at) }) }
}

export function planOf(changes: readonly Change[], differs: Partial<Plan> = {}): Plan {
  return {
    scope: 'demo',
    target: { name: 'prod', url: 'http://prefect.example/api' },
    fingerprint: `sha256:${'0'.repeat(64)}`,
    changes,
    refusals: [],
    findings: [],
    ...differs,
  }
}

const DONE = { create: 'created', update: 'updated', adopt: 'adopted', prune: 'pruned', noop: 'unchanged' } as const

export function done(change: Change, unsettled: readonly string[] = []): Outcome {
  return { change, result: DONE[change.action], unsettled }
}

function difference(key: string, { fields = [], schedules = [], consequences = [] }: DifferenceParts) {
  return { key, live: live(key), patch: {}, fields, schedules, consequences }
}
