import { afterAll, beforeAll, describe } from 'vitest'
import { startEmbedded, type TestServer } from '../support/embedded.ts'
import { rules } from './rules.ts'

describe('on the embedded server', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startEmbedded()
  })
  afterAll(() => server.close())
  rules(() => server.api)
})
