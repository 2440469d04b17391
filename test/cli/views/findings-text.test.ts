import { expect, test } from 'vitest'
import { plain } from '../../../src/cli/paint.ts'
import { findingsSummary, findingsText } from '../../../src/cli/views/findings-text.ts'
import type { Finding } from '../../../src/model/finding.ts'

const unknown: Finding = {
  severity: 'error',
  at: { file: 'deployments/etl.yaml', line: 2, column: 1, endLine: 2, endColumn: 9 },
  deployment: 'etl/nightly',
  code: 'unknown_field',
  field: 'schedule',
  inside: '',
  suggestion: 'schedules',
}

test('a finding has its place, its deployment, its sentence and the line', () => {
  const sources = new Map([['deployments/etl.yaml', 'name: nightly\nschedule: {}\n']])
  expect(findingsText([unknown], sources, plain).split('\n')).toEqual([
    expect.stringMatching(
      /^error {2}deployments\/etl\.yaml:2:1 {2}etl\/nightly {2}unknown field "schedule".*schedules/,
    ),
    '    2 | schedule: {}',
    '      | ^^^^^^^^',
  ])
})

test('a TypeScript spec that failed in another file shows the way there', () => {
  const at = { file: 'deployments/a.deployment.ts', line: 2, column: 9 }
  const stack = 'Error: boom\n    at f (lib.ts:1:7)\n    at deployments/a.deployment.ts:2:9'
  const failed = { severity: 'error', at, code: 'typescript_failed', detail: 'boom', stack } as const
  expect(findingsText([failed], new Map(), plain).split('\n').slice(1)).toEqual([
    '    at f (lib.ts:1:7)',
    '    at deployments/a.deployment.ts:2:9',
  ])
  const direct = { ...failed, stack: 'Error: boom\n    at deployments/a.deployment.ts:2:9' }
  expect(findingsText([direct], new Map(), plain)).not.toContain('\n')
})

test('without the file there is no frame', () => {
  expect(findingsText([unknown], new Map(), plain)).not.toContain('\n')
})

test('what a file holds cannot steer the terminal', () => {
  const sources = new Map([['deployments/etl.yaml', 'x\nschedule: \u001B[2J\n']])
  expect(findingsText([unknown], sources, plain)).toContain('schedule: \\u001b[2J')
})

test('the sum counts errors, warnings and files', () => {
  expect(findingsSummary([unknown])).toBe('1 error in 1 file.')
  expect(
    findingsSummary([unknown, unknown, { ...unknown, severity: 'warning', at: { ...unknown.at, file: 'b' } }]),
  ).toBe('2 errors and 1 warning in 2 files.')
})
