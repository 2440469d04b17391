import type { DesiredDeployment, LiveDeployment } from '../model/deployment.ts'
import type { JsonObject } from '../model/json.ts'
import type {
  AdoptChange,
  Change,
  Consequence,
  CreateChange,
  NoopChange,
  ScheduleChange,
  UpdateChange,
} from '../model/plan.ts'
import { creationBody, creationFields, fieldChanges, patchFor } from './fields.ts'
import { markLabels, ownershipOf } from './ownership.ts'
import { createdSchedule, scheduleChanges } from './schedules.ts'
import { tagChanges, writtenTags } from './tags.ts'

/** Decides one pair whose owner is settled. Pure: the same two sides always give the same change. */
export function changeFor(
  desired: DesiredDeployment,
  live: LiveDeployment,
  scope: string,
): UpdateChange | AdoptChange | NoopChange {
  const tags = tagChanges(desired, live, scope)
  const fields = [...fieldChanges(desired, live), ...tags]
  const schedules = scheduleChanges(desired, live)
  const rows = schedules.filter(({ op }) => op !== 'keep')
  const { key } = desired
  if (fields.length === 0 && rows.length === 0) return { action: 'noop', reason: 'same', key, live, desired, schedules }
  const patch: JsonObject = {
    ...patchFor(new Set(fields.map(({ field }) => field)), desired, live),
    ...(tags.length === 0 ? {} : { tags: writtenTags(desired, live, scope) }),
  }
  const both = { key, desired, live, patch, fields, schedules, consequences: consequencesOf(patch, live, schedules) }
  return ownershipOf(live, scope).owner === 'unowned'
    ? { action: 'adopt', reason: 'unowned', ...both }
    : { action: 'update', reason: 'fields_differ', ...both }
}

/**
 * The creation of what is not live. `former` is the deployment that it was renamed from: what people paused there stays
 * paused here. `codeDirectory` is where runs on this machine find the code when the spec does not say; it is set once
 * and never compared.
 */
export function creationOf(
  desired: DesiredDeployment,
  args: { readonly scope: string; readonly former?: LiveDeployment; readonly codeDirectory?: string },
): CreateChange {
  const { scope, former } = args
  const schedules = Object.entries(inheritedSchedules(desired, former)).map(([slug, schedule]) =>
    createdSchedule(slug, schedule, desired.places[`schedules.${slug}`] ?? desired.at),
  )
  const code = codeStep(desired, args.codeDirectory)
  const fields = former ? { paused: former.paused, ...desired.fields } : desired.fields
  return {
    action: 'create',
    reason: former ? 'renamed' : 'not_live',
    key: desired.key,
    desired,
    body: {
      name: desired.name,
      // named, so that the server checks the parameters: its own default does not make it
      enforce_parameter_schema: true,
      ...code,
      ...creationBody(fields),
      tags: writtenTags(desired, undefined, scope),
      labels: markLabels(scope, desired.key),
      // the POST drops `max_scheduled_runs`; such rows are made one by one afterwards
      schedules: schedules.flatMap(({ row }) => (row.max_scheduled_runs === undefined ? [row as JsonObject] : [])),
    },
    fields: creationFields({ ...desired, fields }),
    schedules,
    consequences: code && args.codeDirectory ? [{ kind: 'code_from_here', directory: args.codeDirectory }] : [],
  }
}

/** The change that lets a deployment rest which no spec wants any more. */
export function pauseOf(live: LiveDeployment, reason: 'not_desired' | 'renamed'): Change {
  const { key } = live
  if (live.paused) return { action: 'noop', reason: 'kept', key, live, schedules: [] }
  return {
    action: 'update',
    reason,
    key,
    live,
    patch: { paused: true },
    fields: [{ field: 'paused', old: false, new: true, reason: 'changed' }],
    schedules: [],
    consequences: [{ kind: 'pauses', what: key }],
  }
}

/** Schedules that were switched off under the former name stay off, unless the spec says otherwise. */
function inheritedSchedules({ fields: { schedules = {} } }: DesiredDeployment, former: LiveDeployment | undefined) {
  const off = new Set(former?.schedules.flatMap(({ slug, active }) => (slug !== null && !active ? [slug] : [])))
  return Object.fromEntries(
    Object.entries(schedules).map(([slug, schedule]) => [
      slug,
      off.has(slug) ? { active: false, ...schedule } : schedule,
    ]),
  )
}

function codeStep({ fields }: DesiredDeployment, directory: string | undefined): JsonObject | undefined {
  if (directory === undefined || fields.entrypoint === undefined || needsNoCode(fields)) return undefined
  return { pull_steps: [{ 'prefect.deployments.steps.set_working_directory': { directory } }] }
}

/** Whether the spec itself says where workers find the code. */
export function needsNoCode({ pull, path }: DesiredDeployment['fields']): boolean {
  return (pull !== undefined && pull.length > 0) || typeof path === 'string'
}

function consequencesOf(
  patch: JsonObject,
  live: LiveDeployment,
  schedules: readonly ScheduleChange[],
): readonly Consequence[] {
  const rows = schedules.flatMap((change) => (change.op === 'update' ? [change] : []))
  const turned = (to: boolean) =>
    rows.filter(({ row, live: { active } }) => row.active === to && active !== to).map(({ slug }) => slug)
  const paused = patch['paused']
  const kept = schedules.filter(({ op }) => op === 'keep').length
  const rests = paused === true || (live.paused && paused !== false)
  const dropsRuns = Object.keys(patch).length > 0 || schedules.some(({ op }) => op === 'update' || op === 'delete')
  return [
    ...(live.paused && paused === false ? [{ kind: 'resumes', what: live.key } as const] : []),
    ...turned(true).map((what) => ({ kind: 'resumes', what }) as const),
    ...(!live.paused && paused === true ? [{ kind: 'pauses', what: live.key } as const] : []),
    ...turned(false).map((what) => ({ kind: 'pauses', what }) as const),
    ...(dropsRuns && !rests && live.schedules.some(({ active }) => active)
      ? [{ kind: 'runs_rescheduled' } as const]
      : []),
    ...(schedules.some(({ op }) => op === 'delete') ? [{ kind: 'late_runs_dropped' } as const] : []),
    ...(kept > 0 ? [{ kind: 'schedules_kept', count: kept } as const] : []),
  ]
}
