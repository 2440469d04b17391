import { expect, test } from 'vitest'
import { serverLog } from '../../src/cli/log.ts'
import { fakeContext } from '../support/context.ts'

test('a log for people shows requests only where asked, and trouble always', async () => {
  for (const verbose of [false, true]) {
    const context = fakeContext('/')
    const log = await serverLog({ stderr: context.process.stderr, clock: context.clock, verbose, format: 'text' })
    log.debug({ path: '/api/flows', ms: 1.5 }, 'request')
    log.warn({ code: 'so late' }, 'something is late')
    expect(context.err().split('\n')).toEqual([
      ...(verbose ? ['server: request path=/api/flows ms=1.5'] : []),
      'server: something is late code="so late"',
      '',
    ])
  }
})

test('a log for programs is one JSON object a line, with its moment and level', async () => {
  const context = fakeContext('/')
  const { stderr } = context.process
  const log = await serverLog({ stderr, clock: context.clock, verbose: false, format: 'json' })
  log.debug({}, 'request')
  log.info({ token: 'sesame' }, 'told')
  log.error({ error: 'line one\nline two' }, 'unexpected error')
  expect(
    context
      .err()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { level: 'info', time: '2026-11-21T13:03:00.000Z', token: '[Redacted]', msg: 'told' },
    { level: 'error', time: '2026-11-21T13:03:00.000Z', error: 'line one\nline two', msg: 'unexpected error' },
  ])
})
