import { expect, test } from 'vitest'
import { isLoopback, strangerProblem } from '../../src/server/doors.ts'

function problem({ host, origin }: { host: string; origin?: string }, bound = '127.0.0.1'): string | undefined {
  return strangerProblem({ host, origin }, bound)
}

test.for(['localhost', '127.0.0.1', '127.8.9.10', '::1'])('%s is this machine', (host) => {
  expect(isLoopback(host)).toBe(true)
})

test.for(['0.0.0.0', '::', '192.168.0.5', 'example.com', '127.0.0.1.evil.example', 'localhost.evil.example'])(
  '%s is not this machine alone',
  (host) => {
    expect(isLoopback(host)).toBe(false)
  },
)

test.for(['127.0.0.1:4200', 'localhost:4200', 'LOCALHOST', '[::1]:4200'])('a request for host %s comes in', (host) => {
  expect(problem({ host })).toBeUndefined()
})

test.for(['evil.example', 'evil.example:4200', '10.0.0.5:4200', 'localhost.evil.example', ''])(
  'a request for host "%s" is turned away',
  (host) => {
    expect(problem({ host })).toContain('is not this server')
  },
)

test.for(['http://evil.example', 'https://localhost.evil.example:4200', 'null', 'file://'])(
  'a page from %s is turned away',
  (origin) => {
    expect(problem({ host: 'localhost:4200', origin })).toContain('are not answered')
  },
)

test('a page of this machine comes in', () => {
  expect(problem({ host: 'localhost:4200', origin: 'http://localhost:5173' })).toBeUndefined()
})

test('the address that the server listens on is its own name, and no other', () => {
  expect(problem({ host: '192.168.0.5:4200' }, '192.168.0.5')).toBeUndefined()
  expect(problem({ host: '192.168.0.6:4200' }, '192.168.0.5')).toBeDefined()
})

test('listening everywhere takes any name, as it wants an auth string', () => {
  expect(problem({ host: 'registrar.internal' }, '0.0.0.0')).toBeUndefined()
})
