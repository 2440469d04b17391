import { expect, test } from 'vitest'
import { findingText } from '../../src/spec/finding-text.ts'
import { ETL, readFilesOf, shortly } from '../support/project.ts'

const HEAD = 'name: a\nentrypoint: flows/etl.py:etl\n'

async function findingsOf(text: string, more: Record<string, string> = {}) {
  const reading = await readFilesOf({ 'flows/etl.py': ETL, 'deployments/a.yaml': text, ...more })
  return reading.findings.map(
    (finding) => `${finding.at.line}:${finding.at.column} ${finding.code}: ${findingText(finding)}`,
  )
}

test.for([
  // the shape
  ['an unknown key', `${HEAD}tagz: [x]\n`, '3:1 unknown_field: unknown field "tagz" – did you mean "tags"?'],
  ['an unknown key that resembles none', `${HEAD}colour: red\n`, '3:1 unknown_field: unknown field "colour"'],
  [
    'an unknown key further in',
    `${HEAD}work_pool:\n  nmae: x\n`,
    '4:3 unknown_field: unknown field "nmae" in "work_pool" – did you mean "name"?',
  ],
  [
    'an unknown key of a schedule',
    `${HEAD}schedules:\n  s:\n    corn: 0 2 * * *\n`,
    '5:5 unknown_field: unknown field "corn" in "schedules.s" – did you mean "cron"?',
  ],
  [
    'a misspelt field that is required',
    'nme: a\nflow: b\n',
    '1:1 unknown_field: unknown field "nme" – did you mean "name"?',
  ],
  [
    'a misspelt list',
    'deployment:\n  - name: a\n    flow: b\n',
    '1:1 unknown_field: unknown field "deployment" – did you mean "deployments"?',
  ],
  ['no name', 'flow: b\n', '1:1 required_field_missing: "name" is missing'],
  ['an empty name', 'name: ""\nflow: b\n', '1:7 value_invalid: "name" must be a text that is not empty, not ""'],
  [
    'a number for a text',
    `${HEAD}version: 1.0\n`,
    '3:10 wrong_type: "version" must be a text, not the number 1.0; write it in quotes: "1.0"',
  ],
  [
    'a text for a list',
    `${HEAD}tags: etl\n`,
    '3:7 wrong_type: "tags" must be a list, not the text etl; write a list: [etl]',
  ],
  [
    'a text for a truth value',
    `${HEAD}paused: yes\n`,
    '3:9 wrong_type: "paused" must be true or false, not the text yes; write true or false, without quotes',
  ],
  [
    'a list of schedules',
    `${HEAD}schedules:\n  - cron: 0 2 * * *\n`,
    '4:3 wrong_type: "schedules" must be a mapping, not a list; give each schedule a slug: a mapping of slug to schedule',
  ],
  [
    'a schedule that is nothing',
    `${HEAD}schedules:\n  s:\n`,
    '4:5 wrong_type: "schedules.s" must be a mapping, not null',
  ],
  ['a list as a document', '- name: a\n', '1:1 wrong_type: the document must be a mapping, not a list'],
  [
    'a value that is not among those allowed',
    `${HEAD}on_remove: dellete\n`,
    '3:12 value_not_allowed: "dellete" is not a value of "on_remove": it can be "delete", "pause", "keep" – did you mean "delete"?',
  ],
  [
    'a limit of zero',
    `${HEAD}concurrency_limit: 0\n`,
    '3:20 value_invalid: "concurrency_limit" must be a number above 0, not "0"',
  ],
  [
    'a queue without its pool',
    `${HEAD}work_pool:\n  work_queue_name: q\n`,
    '4:3 required_field_missing: "name" is missing in "work_pool"',
  ],
  [
    'a tag of ours',
    `${HEAD}tags: [a, "registrar:x"]\n`,
    '3:11 value_invalid: "tags[1]" must be a tag that does not begin with "registrar:"; registrar sets its own, not "registrar:x"',
  ],
  [
    'an infinite number',
    `${HEAD}parameters: { limit: .inf }\n`,
    '3:22 value_invalid: "parameters.limit" must be a number that JSON can carry, not ".inf"',
  ],
  [
    'a whole number that JSON would change',
    `${HEAD}parameters: { limit: 12345678901234567890 }\n`,
    '3:22 value_invalid: "parameters.limit" must be a whole number below 2^53, which is what JSON carries exactly; or a text, in quotes, not "12345678901234567890"',
  ],
  [
    'a placeholder',
    `${HEAD}parameters:\n  day: "x-\${{ env.DAY }}"\n`,
    '4:8 placeholder_unsupported: the placeholder ${{ env.DAY }} cannot be filled in yet, and must not reach a server as it stands',
  ],
  // names
  [
    'a name with a slash',
    'name: a/b\nflow: b\n',
    '1:7 name_refused: Prefect refuses the deployment name "a/b": / cannot be part of it',
  ],
  [
    'a flow name with a percent sign',
    'name: a\nflow: b%\n',
    '2:7 name_refused: Prefect refuses the flow name "b%": % cannot be part of it',
  ],
  // schedules
  [
    'a schedule without a rule',
    `${HEAD}schedules:\n  s: { timezone: UTC }\n`,
    '4:3 schedule_kind: the schedule "s" does not say when: give it cron, interval or rrule',
  ],
  [
    'a schedule with two rules',
    `${HEAD}schedules:\n  s: { cron: 0 2 * * *, interval: 60 }\n`,
    '4:3 schedule_kind: the schedule "s" has cron and interval: give it only one',
  ],
  [
    'a field of another kind',
    `${HEAD}schedules:\n  s: { cron: 0 2 * * *, anchor_date: "2026-01-01" }\n`,
    '4:25 schedule_field_unused: "anchor_date" means nothing in the schedule "s", which has cron',
  ],
  [
    'a zone that is not one',
    `${HEAD}schedules:\n  s: { cron: 0 2 * * *, timezone: Europe/Berln }\n`,
    '4:35 time_zone_unknown: "Europe/Berln" is not an IANA time zone – did you mean "Europe/Berlin"?',
  ],
  [
    'a zone that is only a city',
    `${HEAD}schedules:\n  s: { rrule: FREQ=DAILY, timezone: tokyo }\n`,
    '4:37 time_zone_unknown: "tokyo" is not an IANA time zone – did you mean "Asia/Tokyo"?',
  ],
  // entrypoints
  [
    'neither entrypoint nor flow',
    'name: a\n',
    '1:7 flow_name_unknown: the flow\'s name cannot be read: neither entrypoint nor flow is given; write it as "flow"',
  ],
  [
    'a missing file',
    'name: a\nentrypoint: flows/elt.py:etl\n',
    '2:13 entrypoint_file_missing: the entrypoint\'s file flows/elt.py does not exist – did you mean "flows/etl.py"?',
  ],
  [
    'a missing function',
    'name: a\nentrypoint: flows/etl.py:elt\n',
    '2:13 entrypoint_function_missing: flows/etl.py defines no "elt" at its top level – did you mean "etl"?',
  ],
  [
    'a flow in a class without its name',
    'name: a\nentrypoint: flows/etl.py:Jobs.etl\n',
    '2:13 flow_name_unknown: the flow\'s name cannot be read from flows/etl.py:Jobs.etl: "Jobs.etl" stands inside something else; write it as "flow"',
  ],
  [
    'an entrypoint without a function',
    'name: a\nentrypoint: flows/etl.py\n',
    '2:13 entrypoint_malformed: "flows/etl.py" is not an entrypoint: write a file below the project\'s root, a colon and a function, such as flows/etl.py:etl',
  ],
  [
    'an entrypoint outside of the root',
    'name: a\nentrypoint: ../etl.py:etl\n',
    '2:13 entrypoint_malformed: "../etl.py:etl" is not an entrypoint: write a file below the project\'s root, a colon and a function, such as flows/etl.py:etl',
  ],
  [
    'an absolute entrypoint',
    'name: a\nentrypoint: /etl.py:etl\n',
    '2:13 entrypoint_malformed: "/etl.py:etl" is not an entrypoint: write a file below the project\'s root, a colon and a function, such as flows/etl.py:etl',
  ],
  [
    'another flow name than the source has',
    `${HEAD}flow: other\n`,
    '3:7 flow_name_differs: the flow is called "etl" in its source, not "other"',
  ],
  // parameters
  [
    'a parameter that the function lacks',
    `${HEAD}parameters: { dya: x }\n`,
    '3:15 parameter_unknown: the flow has no parameter "dya" – did you mean "day"?',
  ],
  [
    'a parameter of a schedule that the function lacks',
    `${HEAD}schedules:\n  s: { interval: 60, parameters: { lmit: 1 } }\n`,
    '4:36 parameter_unknown: the flow has no parameter "lmit" – did you mean "limit"?',
  ],
  [
    'a parameter that does not fit the schema',
    `${HEAD}parameters: { limit: many }\nparameter_schema: { type: object, properties: { limit: { type: integer } }, required: [day] }\n`,
    '3:22 parameter_invalid: the parameter "limit" does not fit the schema: it must be integer; it is "many"',
  ],
  [
    'a schema that is none',
    `${HEAD}parameters: { limit: 1 }\nparameter_schema: { type: objekt }\n`,
    '4:1 parameter_schema_invalid: the parameter schema is not a JSON Schema: type must be equal to one of the allowed values',
  ],
  [
    'a schema file that is missing',
    `${HEAD}parameter_schema: x.json\n`,
    '3:19 parameter_schema_unreadable: the parameter schema x.json cannot be read: it does not exist',
  ],
] as const)('%s is one finding, at its place', async ([, text, expected]) => {
  const findings = await findingsOf(text)
  expect(findings).toHaveLength(1)
  expect(findings[0]).toContain(expected)
})

test.for([
  ['a cron expression with four fields', 'cron: 0 2 * *', '4:14 schedule_invalid'],
  ['a cron expression with hour 25', 'cron: 0 25 * * *', '4:14 schedule_invalid'],
  ['a recurrence rule that is none', 'rrule: FREQ=SOMETIMES', '4:15 schedule_invalid'],
  ['an interval of 0', 'interval: 0', '4:18 schedule_invalid'],
  ['a negative interval', 'interval: -60', '4:18 schedule_invalid'],
  ['an interval that is no duration', 'interval: soon', '4:18 schedule_invalid'],
  ['an anchor that is no date', 'interval: 60, anchor_date: someday', '4:35 schedule_invalid'],
  ['a day that never comes', 'cron: 0 0 30 2 *', '4:14 schedule_never_fires'],
] as const)('%s is one finding, at its place', async ([, rule, expected]) => {
  const findings = await findingsOf(`${HEAD}schedules:\n  s: { ${rule} }\n`)
  expect(findings).toHaveLength(1)
  expect(findings[0]).toContain(expected)
})

test('a wrong zone does not hide what else is wrong with the schedule', async () => {
  const findings = await findingsOf(`${HEAD}schedules:\n  s: { interval: 0, timezone: Europe/Berln }\n`)
  expect(findings.map((finding) => finding.split(':').slice(0, 3).join(':').replace(/:$/, ''))).toEqual([
    '4:18 schedule_invalid: the schedule "s" is refused',
    '4:31 time_zone_unknown: "Europe/Berln" is not an IANA time zone – did you mean "Europe/Berlin"?',
  ])
})

test('all problems of all files and deployments are told at once, by place, naming their deployment', async () => {
  const reading = await readFilesOf({
    'flows/etl.py': ETL,
    'deployments/b.yaml': `deployments:\n  - name: one\n    entrypoint: flows/etl.py:etl\n    tagz: []\n  - name: two\n    flow: x\n    paused: 1\n    schedules: { s: {} }\n`,
    'deployments/a.yaml': `${HEAD}---\nname: z\nflow: [x]\nversion: 1\n`,
  })
  expect(reading.findings.map((finding) => `${shortly(finding)} ${finding.deployment}`)).toEqual([
    'deployments/a.yaml:5:7 wrong_type z',
    'deployments/a.yaml:6:10 wrong_type z',
    'deployments/b.yaml:4:5 unknown_field etl/one',
    'deployments/b.yaml:7:13 wrong_type x/two',
    'deployments/b.yaml:8:18 schedule_kind x/two',
  ])
  expect(reading.desired.map(({ key }) => key)).toEqual(['etl/a'])
})

test('two files with one deployment are an error that names both places, and neither is desired', async () => {
  const reading = await readFilesOf({
    'flows/etl.py': ETL,
    'deployments/a.yaml': HEAD,
    'deployments/b.yaml': `tags: [x]\n${HEAD}`,
  })
  expect(reading.findings).toMatchObject([
    {
      code: 'duplicate_deployment',
      deployment: 'etl/a',
      at: { file: 'deployments/b.yaml', line: 1 },
      other: { file: 'deployments/a.yaml', line: 1 },
    },
  ])
  expect(reading.desired).toEqual([])
})

test('a mistake in an anchor is told once, however often it is used', async () => {
  const findings = await findingsOf(
    'definitions:\n  pool: &pool { nam: x }\ndeployments:\n  - { name: a, flow: f, work_pool: *pool }\n  - { name: b, flow: f, work_pool: *pool }\n',
  )
  expect(findings).toEqual(['2:17 unknown_field: unknown field "nam" in "work_pool" – did you mean "name"?'])
})

test('a schema may say another draft, a type that is not required may be null, and what the server computes is not checked', async () => {
  const schema = `{ $schema: "http://json-schema.org/draft-07/schema#", $id: x, required: [limit], properties: { day: { type: string }, limit: { type: integer } } }`
  const parameters = `{ day: null, limit: { __prefect_kind: json, value: "1" } }`
  const spec = (name: string) =>
    `name: ${name}\nentrypoint: flows/etl.py:etl\nparameters: ${parameters}\nparameter_schema: ${schema}\n`
  expect(await findingsOf(`${spec('a')}---\n${spec('b')}`)).toEqual([])
})

test('what the server would not check is only a warning', async () => {
  const text = `${HEAD}parameters: { limit: many }\nenforce_parameter_schema: false\nparameter_schema: { properties: { limit: { type: integer } } }\n`
  const { findings, desired } = await readFilesOf({ 'flows/etl.py': ETL, 'deployments/a.yaml': text })
  expect(findings).toMatchObject([{ code: 'parameter_invalid', severity: 'warning' }])
  expect(desired).toHaveLength(1)
})
