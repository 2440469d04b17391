import { expect, test } from 'vitest'
import type { Finding } from '../../src/model/finding.ts'
import { annotation } from '../../src/spec/annotation.ts'
import { codeFrame } from '../../src/spec/code-frame.ts'
import { findingJson } from '../../src/spec/finding-json.ts'

const FINDING: Finding = {
  severity: 'error',
  at: { file: 'deployments/a,b.yaml', line: 3, column: 5, endLine: 3, endColumn: 9 },
  deployment: 'etl/nightly',
  code: 'unknown_field',
  field: 'tag\nz',
  inside: '',
  suggestion: '100%',
}

test('JSON carries code, severity, place, deployment, sentence and arguments', () => {
  expect(findingJson(FINDING)).toEqual({
    code: 'unknown_field',
    severity: 'error',
    file: 'deployments/a,b.yaml',
    line: 3,
    column: 5,
    endLine: 3,
    endColumn: 9,
    deployment: 'etl/nightly',
    message: 'unknown field "tag\nz" – did you mean "100%"?',
    field: 'tag\nz',
    inside: '',
    suggestion: '100%',
  })
  expect(
    findingJson({ severity: 'warning', at: { file: 'a.yaml', line: 1, column: 1 }, code: 'document_empty' }),
  ).toEqual({
    code: 'document_empty',
    severity: 'warning',
    file: 'a.yaml',
    line: 1,
    column: 1,
    deployment: null,
    message: 'there is no deployment here',
  })
})

test('an annotation escapes what the workflow command would misread', () => {
  expect(annotation(FINDING)).toBe(
    '::error file=deployments/a%2Cb.yaml,line=3,endLine=3,col=5,endColumn=9,title=unknown_field (etl/nightly)::unknown field "tag%0Az" – did you mean "100%25"?',
  )
})

test.for([
  ['a caret', 'a: 1\nbb: 2\n', { line: 2, column: 5 }, '2 | bb: 2\n  |     ^'],
  ['carets to the end', 'tagz: [x]\r\n', { line: 1, column: 1, endLine: 1, endColumn: 5 }, '1 | tagz: [x]\n  | ^^^^'],
  ['a tab as one column', 'a:\n\tb: 1\n', { line: 2, column: 1 }, '2 |  b: 1\n  | ^'],
  ['nothing for a line that is not there', 'a: 1\n', { line: 9, column: 1 }, ''],
  [
    'a window of a long line',
    `a: ${'x'.repeat(200)}END`,
    { line: 1, column: 204 },
    `1 | ${'x'.repeat(50)}END\n  | ${' '.repeat(50)}^`,
  ],
] as const)('a code frame shows %s', ([, source, place, expected]) => {
  expect(codeFrame(source, { file: 'a.yaml', ...place })).toBe(expected)
})
