import { expect, test } from 'vitest'
import { projectWith, ETL, readFilesOf, readProject, shortly } from '../support/project.ts'

const FLOW = { 'flows/etl.py': ETL }

test('the examples are read without a finding, at the places that people are shown', async () => {
  const { desired, findings, complete } = await readProject(
    new URL('../..', import.meta.url).pathname.replace(/\/$/, ''),
    { paths: ['deployments'] },
  )
  expect(findings).toEqual([])
  expect(complete).toBe(true)
  expect(desired.map(({ key, at }) => `${key} ${at.file}:${at.line}`)).toEqual([
    'addition-machine/my-first-deployment deployments/addition-machine.yaml:3',
    'leonardo-dicapriflow/leonardo-deployment deployments/leonardo.yaml:2',
    'leonardo-dicapriflow/marvin-deployment deployments/leonardo.yaml:12',
    'pipeline/ml-pipeline deployments/pipeline.deployment.ts:4',
  ])
})

test('every field comes out as the plan wants it, and stands at its key', async () => {
  const { desired, findings } = await readFilesOf({
    ...FLOW,
    'deployments/a.yaml': `name: nightly
entrypoint: flows/etl.py:etl
path: null
description: Loads orders.
version: "1"
tags: [b, a]
parameters: { day: yesterday }
parameter_schema: { type: object }
enforce_parameter_schema: true
paused: false
schedules:
  nightly: { cron: 0 2 * * *, timezone: Europe/Berlin, day_or: false, active: true, parameters: { limit: 1 }, max_scheduled_runs: 5 }
  often: { interval: 60 }
  weekly: { rrule: FREQ=WEEKLY, parameters: null }
schedules_policy: exclusive
work_pool:
  name: local
  work_queue_name: default
  job_variables: { env: { A: b } }
pull:
  - step: { x: 1 }
concurrency_limit: 3
renamed_from: etl/old
on_remove: pause
protect: true
seed: [paused]
`,
  })
  expect(findings).toEqual([])
  expect(desired).toHaveLength(1)
  const { places, ...rest } = desired[0]!
  expect(rest).toEqual({
    key: 'etl/nightly',
    flow: 'etl',
    name: 'nightly',
    at: { file: 'deployments/a.yaml', line: 1, column: 1 },
    fields: {
      entrypoint: 'flows/etl.py:etl',
      path: null,
      description: 'Loads orders.',
      version: '1',
      tags: ['b', 'a'],
      parameters: { day: 'yesterday' },
      parameter_schema: { type: 'object' },
      enforce_parameter_schema: true,
      paused: false,
      schedules: {
        nightly: {
          rule: { cron: '0 2 * * *', timezone: 'Europe/Berlin', day_or: false },
          active: true,
          parameters: { limit: 1 },
          max_scheduled_runs: 5,
        },
        often: { rule: { interval: 60 } },
        weekly: { rule: { rrule: 'FREQ=WEEKLY' }, parameters: {} },
      },
      'work_pool.name': 'local',
      'work_pool.work_queue_name': 'default',
      'work_pool.job_variables': { env: { A: 'b' } },
      pull: [{ step: { x: 1 } }],
      concurrency_limit: { limit: 3 },
    },
    schedulesPolicy: 'exclusive',
    renamedFrom: 'etl/old',
    onRemove: 'pause',
    protect: true,
    seed: ['paused'],
  })
  expect(Object.entries(places).map(([field, at]) => `${field} ${at.line}:${at.column}`)).toEqual([
    'entrypoint 2:1',
    'path 3:1',
    'description 4:1',
    'version 5:1',
    'tags 6:1',
    'parameters 7:1',
    'parameter_schema 8:1',
    'enforce_parameter_schema 9:1',
    'paused 10:1',
    'schedules 11:1',
    'work_pool.name 17:3',
    'work_pool.work_queue_name 18:3',
    'work_pool.job_variables 19:3',
    'pull 20:1',
    'concurrency_limit 22:1',
    'schedules.nightly 12:3',
    'schedules.often 13:3',
    'schedules.weekly 14:3',
  ])
})

test.for([
  [
    'null',
    'tags: null\nparameters: null\nschedules: null\npull: null\nconcurrency_limit: null\nwork_pool: { name: x, job_variables: null }\n',
  ],
  [
    'emptiness',
    'tags: []\nparameters: {}\nschedules: {}\npull: []\nconcurrency_limit: null\nwork_pool: { name: x, job_variables: {} }\n',
  ],
] as const)('%s clears', async ([, text]) => {
  const { desired } = await readFilesOf({ ...FLOW, 'deployments/a.yaml': `name: a\nflow: etl\n${text}` })
  expect(desired[0]?.fields).toEqual({
    tags: [],
    parameters: {},
    schedules: {},
    pull: [],
    concurrency_limit: null,
    'work_pool.name': 'x',
    'work_pool.job_variables': {},
  })
})

test('what a spec does not name is absent; a pool that is null takes the deployment out of its pool', async () => {
  const { desired } = await readFilesOf({ 'deployments/a.yaml': 'name: a\nflow: f\nwork_pool: null\n' })
  expect(desired[0]?.fields).toEqual({ 'work_pool.name': null })
})

test('ignored fields are gone, with their places', async () => {
  const { desired } = await readFilesOf({
    'deployments/a.yaml':
      'name: a\nflow: f\ntags: [x]\nversion: "1"\nwork_pool: { name: x }\nignore: [tags, work_pool.name]\n',
  })
  expect(desired[0]).toMatchObject({ fields: { version: '1' }, places: { version: { line: 4 } } })
  expect(Object.keys(desired[0]?.places ?? {})).toEqual(['version'])
})

test('many in one document, several documents, anchors and merge keys are read together', async () => {
  const { desired, findings } = await readFilesOf({
    ...FLOW,
    'deployments/a.yaml': `definitions:
  base: &base
    entrypoint: flows/etl.py:etl
    tags: [shared]
deployments:
  - <<: *base
    name: one
  - <<: *base
    name: two
    tags: [own]
---
name: three
flow: f
`,
  })
  expect(findings).toEqual([])
  expect(desired.map(({ key, at, fields, places }) => [key, at.line, fields.tags, places['tags']?.line])).toEqual([
    ['etl/one', 6, ['shared'], 4],
    ['etl/two', 8, ['own'], 10],
    ['f/three', 12, undefined, undefined],
  ])
})

test('an anchor may be used a thousand times', async () => {
  const items = Array.from({ length: 1000 }, (_, index) => `  - { name: d${index}, flow: f, work_pool: *pool }`)
  const { desired, findings } = await readFilesOf({
    'deployments/a.yaml': `definitions: { pool: &pool { name: x, job_variables: { a: [1, 2, 3] } } }\ndeployments:\n${items.join('\n')}\n`,
  })
  expect(findings).toEqual([])
  expect(desired).toHaveLength(1000)
})

test('what is written for Prefect passes untouched', async () => {
  const { desired } = await readFilesOf({
    'deployments/a.yaml': `name: a\nflow: f\npull:\n  - step: "{{ prefect.variables.x }}"\n`,
  })
  expect(desired[0]?.fields.pull).toEqual([{ step: '{{ prefect.variables.x }}' }])
})

test.for([
  ['given and the code comes by pull', 'flow: f\nentrypoint: src/other.py:main\npull: [{ step: {} }]\n'],
  ['given and the code is in a path elsewhere', 'flow: f\nentrypoint: src/other.py:main\npath: /opt/flows\n'],
  ['given and the entrypoint is an installed module', 'flow: f\nentrypoint: package.module.main\n'],
  ['given and nothing is to be run', 'flow: f\n'],
  ['given and the function stands in a class', 'flow: f\nentrypoint: flows/computed.py:Jobs.nightly\n'],
  ['given and its source is computed', 'flow: f\nentrypoint: flows/computed.py:main\n'],
  ['given and its decorator is someone else’s', 'flow: f\nentrypoint: flows/computed.py:stacked\n'],
] as const)('a flow name that is %s is taken as it is', async ([, text]) => {
  const computed =
    'import prefect\nfrom app import function\nN = input()\n@prefect.flow(name=N)\ndef main():\n    pass\n@function\ndef stacked():\n    pass\n'
  const { desired, findings } = await readFilesOf({
    'flows/computed.py': computed,
    'deployments/a.yaml': `name: a\n${text}`,
  })
  expect(findings).toEqual([])
  expect(desired).toMatchObject([{ key: 'f/a' }])
})

test('a module path finds its file below the root', async () => {
  const { desired, findings } = await readFilesOf({
    ...FLOW,
    'deployments/a.yaml': 'name: a\nentrypoint: flows.etl.etl\n',
  })
  expect(findings).toEqual([])
  expect(desired).toMatchObject([{ key: 'etl/a', fields: { entrypoint: 'flows.etl.etl' } }])
})

test('a parameter schema is read from its file', async () => {
  const { desired, findings } = await readFilesOf({
    ...FLOW,
    'schemas/etl.json': '{"properties": {"day": {"type": "string"}}, "required": ["limit"]}',
    'deployments/a.yaml':
      'name: a\nentrypoint: flows/etl.py:etl\nparameter_schema: schemas/etl.json\nparameters: { day: null }\n',
  })
  expect(findings).toEqual([])
  expect(desired[0]?.fields.parameter_schema).toEqual({ properties: { day: { type: 'string' } }, required: ['limit'] })
})

test('by default specs are deployments/**, deployment.yaml anywhere and *.deployment.* anywhere', async () => {
  const spec = (name: string) => `name: ${name}\nflow: f\n`
  const { desired, files } = await readFilesOf({
    'deployments/deep/a.yml': spec('a'),
    'deployments/prefect.yaml': 'name: project\n',
    'deployments/notes.md': 'no spec',
    'deployments/shared.ts': 'export const x = 1\n',
    'src/etl/deployment.yaml': spec('b'),
    'src/c.deployment.yaml': spec('c'),
    'd.deployment.ts': `export default { name: 'd', flow: 'f' }\n`,
    'other/e.yaml': 'not: a spec\n',
    'node_modules/x/deployment.yaml': spec('no'),
    '.hidden/deployment.yaml': spec('no'),
    '.registrar/deployment.yaml': spec('no'),
    'venv/pyvenv.cfg': '',
    'venv/deployment.yaml': spec('no'),
  })
  expect(files).toEqual([
    'd.deployment.ts',
    'deployments/deep/a.yml',
    'src/c.deployment.yaml',
    'src/etl/deployment.yaml',
  ])
  expect(desired.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd'])
})

test('include and named paths replace the default', async () => {
  const root = await projectWith({
    'specs/a.yaml': 'name: a\nflow: f\n',
    'specs/b.ts': `export default { name: 'b', flow: 'f' }\n`,
    'deployments/c.yaml': 'name: c\nflow: f\n',
  })
  const names = async (request: object) => (await readProject(root, request)).desired.map(({ name }) => name)
  expect(await names({})).toEqual(['c'])
  expect(await names({ include: ['specs'] })).toEqual(['a'])
  expect(await names({ include: ['specs/*.{yaml,ts}', 'specs/*.ts'] })).toEqual(['a', 'b'])
  expect(await names({ include: ['specs'], paths: ['deployments/c.yaml', './specs/b.ts'] })).toEqual(['b', 'c'])
})

test('a thousand files are all read', async () => {
  const files = Array.from({ length: 1000 }, (_, index): [string, string][] => [
    [
      `deployments/${index}.yaml`,
      `name: d${index}\nentrypoint: flows/f${index}.py:etl\ntags: [a, b]\nparameters: { day: x }\nschedules:\n  nightly: { cron: 0 2 * * *, timezone: Europe/Berlin }\n`,
    ],
    [`flows/f${index}.py`, ETL],
  ])
  const root = await projectWith(Object.fromEntries(files.flat()))
  const { desired, findings } = await readProject(root)
  expect(findings.map(shortly)).toEqual([])
  expect(desired).toHaveLength(1000)
})
