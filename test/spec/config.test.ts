import { expect, test } from 'vitest'
import { folderAt } from '../../src/source/folder.ts'
import { readConfig } from '../../src/spec/config.ts'
import { projectWith } from '../support/project.ts'

async function read(files: Record<string, string>, folderName = 'my flows') {
  return readConfig(folderAt(await projectWith(files)), folderName)
}

test.for([
  ['data-team', 'data-team'],
  ['My Flows (2)', 'My-Flows-2'],
  ['.hidden', 'hidden'],
  ['Flüsse', 'Flu-sse'],
  ['流れ', 'registrar'],
  ['x'.repeat(80), 'x'.repeat(63)],
] as const)('without registrar.yaml, the scope of a folder "%s" is %s', async ([folder, scope]) => {
  expect(await read({}, folder)).toEqual({ config: { scope }, findings: [] })
})

test('all keys are read', async () => {
  const { config, findings } = await read({
    'registrar.yaml':
      'scope: team\ninclude: [specs/**]\ntargets:\n  prod: { api_url: https://prefect.example.org/api, schedule_dialect: whenever }\n',
  })
  expect(findings).toEqual([])
  expect(config).toEqual({
    scope: 'team',
    include: ['specs/**'],
    targets: { prod: { api_url: 'https://prefect.example.org/api', schedule_dialect: 'whenever' } },
  })
})

test('an empty file is like none', async () => {
  expect(await read({ 'registrar.yaml': '# nothing yet\n' }, 'x')).toEqual({ config: { scope: 'x' }, findings: [] })
})

test.for([
  ['scop: x\n', '1:1 unknown_field'],
  ['scope: a b\n', '1:8 value_invalid'],
  ['include: []\n', '1:10 value_invalid'],
  ['include: deployments\n', '1:10 wrong_type'],
  ['targets:\n  prod: { api_url: prefect.example.org }\n', '2:20 value_invalid'],
  ['targets:\n  prod: { schedule_dialect: pendelum }\n', '2:29 value_not_allowed'],
  ['scope: [\n', '1:8 yaml_syntax'],
  ['scope: a\n---\nscope: b\n', '3:1 yaml_syntax'],
] as const)('%j is one finding, and only the defaults hold', async ([text, expected]) => {
  const { config, findings } = await read({ 'registrar.yaml': text })
  expect(findings.map(({ at, code }) => `${at.line}:${at.column} ${code}`)).toEqual([expected])
  expect(config).toEqual({ scope: 'my-flows' })
})
