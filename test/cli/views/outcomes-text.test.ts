import { expect, test } from 'vitest'
import { plain } from '../../../src/cli/paint.ts'
import { outcomesText, outcomeSummary } from '../../../src/cli/views/outcomes-text.ts'
import { outcomesExitCode } from '../../../src/cli/commands/apply.ts'
import { RegistrarError } from '../../../src/model/error.ts'
import { adopt, create, done, noop, prune, update } from '../../support/plans.ts'

const failed = {
  change: create('etl/b'),
  result: 'failed',
  error: new RegistrarError({
    code: 'x',
    subject: 'etl/b',
    message: 'work pool "gpu" does not exist (404)',
    hint: 'create it',
  }),
} as const
const notAttempted = { change: prune('etl/c'), result: 'not_attempted' } as const

test.each([
  [[done(create('a/b')), done(create('a/c'))], '2 created.'],
  [
    [done(create('a/b')), done(update('a/c')), done(adopt('a/d')), done(prune('a/e')), done(noop('a/f'))],
    '1 created, 1 updated, 1 adopted, 1 pruned, 1 unchanged.',
  ],
  [[done(noop('a/f'))], 'No changes: 1 unchanged.'],
  [[done(noop('a/f')), done(noop('a/g', 'kept'))], 'No changes: 1 unchanged, 1 kept that no spec wants.'],
  [[done(update('a/f')), done(noop('a/g', 'kept'))], '1 updated, 1 kept that no spec wants.'],
  [[], 'No changes.'],
  [[failed, notAttempted], '1 failed, 1 not attempted.'],
])('the sum in the past tense', (outcomes, expected) => {
  expect(outcomeSummary(outcomes)).toBe(expected)
})

test('failures come with cause and remedy, what was not attempted is listed, what did not settle is named', () => {
  expect(outcomesText([done(update('etl/a'), ['description']), failed, notAttempted], plain).split('\n')).toEqual([
    '  ! etl/a  description did not settle: the server stores something else than was sent',
    '  ✗ etl/b  not created: etl/b: work pool "gpu" does not exist (404)',
    '      → create it',
    '  · etl/c  not attempted',
    '1 updated, 1 failed, 1 not attempted.',
  ])
})

test('what fails again for one reason does not say it again', () => {
  expect(outcomesText([failed, { ...failed, change: create('etl/d') }], plain).split('\n')).toEqual([
    '  ✗ etl/b  not created: etl/b: work pool "gpu" does not exist (404)',
    '      → create it',
    '  ✗ etl/d  not created, for the same reason',
    '2 failed.',
  ])
})

test('a bug in a change is shown with its stack', () => {
  const text = outcomesText([{ change: create('etl/a'), result: 'failed', error: new TypeError('x') }], plain)
  expect(text).toContain('not created: This is a bug')
  expect(text).toContain('TypeError: x')
})

test.each([
  [[done(create('a/b')), done(noop('a/c'))], false, 0],
  [[done(create('a/b')), failed], false, 4],
  [[failed, notAttempted], false, 1],
  [[failed, done(noop('a/c'))], false, 1],
  [[notAttempted], true, 4],
  [[done(create('a/b'))], true, 0],
])('the exit code of %#', (outcomes, interrupted, expected) => {
  expect(outcomesExitCode(outcomes, interrupted)).toBe(expected)
})
