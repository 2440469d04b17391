import { expect, test } from 'vitest'
import { EXIT } from '../../src/cli/exit-code.ts'
import { reporting } from '../../src/cli/reporting.ts'
import { RegistrarError } from '../../src/model/error.ts'
import { fakeContext } from '../support/context.ts'

test.each([
  ['nothing', undefined, EXIT.error],
  ['done', EXIT.done, EXIT.error],
  ['refused', EXIT.refused, EXIT.refused],
])('a command that fails after it had said %s is no success', async (_said, said, code) => {
  const context = fakeContext('/project')
  const command = reporting(() => {
    if (said !== undefined) context.process.exitCode = said
    throw new RegistrarError({ code: 'usage', subject: 'it', message: 'broke' })
  })
  await command.call(context, {})
  expect(context.process.exitCode).toBe(code)
  expect(context.err()).toBe('error: it: broke\n')
})
