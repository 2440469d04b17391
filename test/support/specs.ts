import * as fc from 'fast-check'
import type { DeploymentSpec, OwnedField, ScheduleSpec } from '../../src/generated/deployment.ts'
import { type DesiredDeployment, keyOf } from '../../src/model/deployment.ts'
import type { Place } from '../../src/model/place.ts'

/** A part of a flow's or deployment's name: what Prefect takes, with spaces, dots, letters of other scripts. */
function names(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.stringMatching(/^[a-z][a-z0-9-]{0,11}$/),
    fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
      .filter((name) => isPlain(name) && !/[/%&<>]/.test(name)),
  )
}

/** Texts that must come back from YAML as they are, those that look like something else among them. */
function texts(): fc.Arbitrary<string> {
  const tricky = [
    '',
    ' ',
    'yes',
    'null',
    '~',
    '1.0',
    '0x1F',
    '1e3',
    '2026-01-01',
    '- a',
    'a: b',
    '# no',
    '"',
    "'",
    'a\nb\n',
    'a\n\n b',
    '{{ x }}',
    '<<',
    '*a',
    '&a',
    '!a',
    '%a',
    '@a',
    '`',
    '\t',
    'ü',
  ]
  return fc.oneof(fc.constantFrom(...tricky), fc.string({ unit: 'grapheme', maxLength: 20 }).filter(isPlain))
}

/** Without what no file can hold: lone surrogates, control characters, and our own placeholders. */
function isPlain(text: string): boolean {
  return (
    text.isWellFormed() &&
    !/[\p{Cc}\u{FEFF}\u{2028}\u{2029}]/u.test(text.replaceAll(/[\t\n]/g, '')) &&
    !text.includes('${{')
  )
}

/** Values for parameters and job variables. */
function jsonObjects(): fc.Arbitrary<Record<string, unknown>> {
  const leaf = fc.oneof(
    texts(),
    fc.boolean(),
    fc.constant(null),
    fc.maxSafeInteger(),
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .filter((number) => !Object.is(number, -0) && (Number.isSafeInteger(number) || !Number.isInteger(number))),
  )
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(keys(), tie('value'), { maxKeys: 3 }),
    ),
  }))
  return fc.dictionary(keys(), value, { maxKeys: 3 })
}

function keys(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.stringMatching(/^[a-z_]{1,8}$/),
    texts().filter((text) => text !== '__proto__' && text !== '<<'),
  )
}

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu']

function rules(): fc.Arbitrary<ScheduleSpec> {
  const timezone = fc.constantFrom(...ZONES)
  return fc.oneof(
    fc.record(
      { cron: fc.constantFrom('0 2 * * *', '*/15 8-18 * * mon-fri', '30 4 1 * 0'), timezone, day_or: fc.boolean() },
      { requiredKeys: ['cron'] },
    ),
    fc.record(
      {
        interval: fc.oneof(fc.integer({ min: 1, max: 1e6 }), fc.constantFrom('PT15M', 'P1D')),
        timezone,
        anchor_date: fc.constantFrom('2026-01-01T00:00:00+01:00', '2030-06-01T12:00:00Z'),
      },
      { requiredKeys: ['interval'] },
    ),
    fc.record(
      { rrule: fc.constantFrom('FREQ=DAILY;BYHOUR=9;BYMINUTE=0;BYSECOND=0', 'FREQ=WEEKLY;BYDAY=MO,WE'), timezone },
      { requiredKeys: ['rrule'] },
    ),
  )
}

function schedules(): fc.Arbitrary<ScheduleSpec> {
  const owned = fc.record(
    { active: fc.boolean(), parameters: jsonObjects(), max_scheduled_runs: fc.integer({ min: 1, max: 50 }) },
    { requiredKeys: [] },
  )
  return fc.tuple(rules(), owned).map(([rule, rest]) => ({ ...rule, ...rest }))
}

const SLUGS = fc.stringMatching(/^[a-z][a-z0-9-]{0,9}$/)
const OWNED: readonly OwnedField[] = [
  'path',
  'description',
  'version',
  'tags',
  'parameters',
  'paused',
  'schedules',
  'work_pool.name',
  'concurrency_limit',
]

/**
 * Specs that are right, with any of their fields written, `null` where null clears. Their flow is given, and their
 * entrypoint is a module that need not be there, so they can be read in any folder.
 */
export function deploymentSpecs(): fc.Arbitrary<DeploymentSpec> {
  const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 5 })
  const limit = fc.integer({ min: 1, max: 100 })
  const options = fc.record(
    {
      limit,
      collision_strategy: fc.constantFrom('ENQUEUE' as const, 'CANCEL_NEW' as const),
      grace_period_seconds: fc.integer({ min: 60, max: 86_400 }),
    },
    { requiredKeys: ['limit'] },
  )
  const fields = fc.uniqueArray(fc.constantFrom(...OWNED), { maxLength: 3 })
  return fc.record(
    {
      name: names(),
      flow: names(),
      entrypoint: fc.constantFrom('flows.etl.etl', 'package.module.main'),
      path: orNull(texts()),
      description: orNull(texts()),
      version: orNull(texts()),
      tags: orNull(
        fc.uniqueArray(
          texts().filter((tag) => tag !== '' && !tag.startsWith('registrar:')),
          { maxLength: 4 },
        ),
      ),
      parameters: orNull(jsonObjects()),
      parameter_schema: fc.constant({ type: 'object', properties: {} }),
      enforce_parameter_schema: fc.boolean(),
      paused: fc.boolean(),
      schedules: orNull(fc.dictionary(SLUGS, schedules(), { maxKeys: 3 })),
      schedules_policy: fc.constantFrom('merge' as const, 'exclusive' as const),
      work_pool: orNull(workPools()),
      pull: orNull(
        fc.array(
          fc.dictionary(fc.constant('prefect.deployments.steps.set_working_directory'), jsonObjects(), { minKeys: 1 }),
          { maxLength: 2 },
        ),
      ),
      concurrency_limit: orNull(fc.oneof(limit, options)),
      renamed_from: fc.tuple(names(), names()).map((parts) => parts.join('/')),
      on_remove: fc.constantFrom('delete' as const, 'pause' as const, 'keep' as const),
      protect: fc.boolean(),
      ignore: fields,
      seed: fields,
    },
    { requiredKeys: ['name', 'flow'] },
  )
}

function workPools(): fc.Arbitrary<NonNullable<DeploymentSpec['work_pool']>> {
  const pool = fc.stringMatching(/^[a-z][a-z0-9-]{0,9}$/)
  const named = fc.record(
    { name: pool, work_queue_name: pool, job_variables: fc.option(jsonObjects(), { nil: null }) },
    { requiredKeys: ['name'] },
  )
  return fc.oneof(named, fc.record({ job_variables: jsonObjects() }, { requiredKeys: [] }))
}

/** Deployments as they come out of reading specs like those of `deploymentSpecs`, without the reading. */
export function desiredDeployments(): fc.Arbitrary<DesiredDeployment> {
  return fc
    .tuple(deploymentSpecs(), fc.integer({ min: 1, max: 500 }))
    .map(([spec, line]) => desiredFrom(spec, { file: 'deployments/made.yaml', line, column: 1 }))
}

/** What the reader makes of a spec that is right; every place is the same. */
export function desiredFrom(spec: DeploymentSpec, at: Place): DesiredDeployment {
  const {
    name,
    flow = '',
    schedules,
    work_pool: pool,
    concurrency_limit: limit,
    ignore = [],
    seed = [],
    renamed_from,
    ...plain
  } = spec
  const { on_remove = 'delete', protect = false, schedules_policy = 'merge', tags, parameters, pull, ...rest } = plain
  const fields = Object.entries({
    ...rest,
    tags: tags === null ? [] : tags,
    parameters: parameters === null ? {} : parameters,
    pull: pull === null ? [] : pull,
    schedules:
      schedules === undefined
        ? undefined
        : Object.fromEntries(
            Object.entries(schedules ?? {}).map(([slug, schedule]) => [slug, desiredSchedule(schedule)]),
          ),
    'work_pool.name': pool === null ? null : pool?.name,
    'work_pool.work_queue_name': pool?.work_queue_name,
    'work_pool.job_variables': pool?.job_variables === null ? {} : pool?.job_variables,
    concurrency_limit: typeof limit === 'number' ? { limit } : limit,
  }).filter(([field, value]) => value !== undefined && !ignore.some((each) => each === field))
  const slugs = Object.keys(ignore.includes('schedules') ? {} : (schedules ?? {})).map((slug) => `schedules.${slug}`)
  return {
    key: keyOf(flow, name),
    flow,
    name,
    at,
    places: Object.fromEntries([...fields.map(([field]) => field), ...slugs].map((field) => [field, at])),
    fields: Object.fromEntries(fields),
    schedulesPolicy: schedules_policy,
    seed,
    ...(renamed_from === undefined ? {} : { renamedFrom: renamed_from }),
    onRemove: on_remove,
    protect,
  }
}

function desiredSchedule({ active, parameters, max_scheduled_runs, ...rule }: ScheduleSpec) {
  return {
    rule,
    ...(active === undefined ? {} : { active }),
    ...(parameters === undefined ? {} : { parameters: parameters ?? {} }),
    ...(max_scheduled_runs === undefined ? {} : { max_scheduled_runs }),
  }
}
