import { expect, test } from 'vitest'
import { errorJson, errorText } from '../../../src/cli/views/error-text.ts'
import { RegistrarError } from '../../../src/model/error.ts'

const refused = new RegistrarError({
  code: 'unreachable',
  subject: 'GET /flows',
  message: 'nobody listens',
  hint: 'start a server',
  cause: new TypeError('ECONNREFUSED', { cause: new Error('syscall connect') }),
})

test('an error of ours says what failed and what to do', () => {
  expect(errorText(refused, {})).toBe('GET /flows: nobody listens\n→ start a server')
})

test('with verbose, what led to it follows', () => {
  expect(errorText(refused, { verbose: true })).toBe(
    'GET /flows: nobody listens\n→ start a server\n  caused by: TypeError: ECONNREFUSED\n  caused by: Error: syscall connect',
  )
})

test('anything else is a bug, with its stack, the versions and a request to report it', () => {
  const text = errorText(new TypeError('x is not a function'), { running: 'registrar 1.2.3, Node 22.0.0, linux' })
  expect(text).toContain('This is a bug (registrar 1.2.3, Node 22.0.0, linux).')
  expect(text).toContain('TypeError: x is not a function\n    at ')
  expect(text).toContain('→ please report it')
})

test('a thrown text is shown too', () => {
  expect(errorText('oops', {})).toContain('thrown: oops')
})

test('an error for programs has code, subject, message and hint', () => {
  expect(errorJson(refused)).toEqual({
    code: 'unreachable',
    subject: 'GET /flows',
    message: 'GET /flows: nobody listens',
    hint: 'start a server',
  })
  expect(errorJson(new Error('x'))).toMatchObject({ code: 'bug', hint: null })
})
