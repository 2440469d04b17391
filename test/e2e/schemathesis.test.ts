import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from '../support/commands.ts'
import { startEmbedded } from '../support/embedded.ts'
import { folderWith } from '../support/folder.ts'

/** `bin` of the environment that schemathesis is installed in. */
const BIN = process.env['REGISTRAR_TEST_SCHEMATHESIS']
const SEED = process.env['REGISTRAR_FUZZ_SEED'] ?? '20261121'
const SECONDS = Number(process.env['REGISTRAR_FUZZ_SECONDS'] ?? 60)
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
  'unsupported_method',
]

test('whatever fits openapi.json, or nearly, gets the answer that it promises, and never a 500', async () => {
  if (BIN === undefined) throw new Error('REGISTRAR_TEST_SCHEMATHESIS must name the bin folder of schemathesis')
  const server = await startEmbedded()
  const cwd = await folderWith({})
  try {
    const args = ['run', `${server.api}/openapi.json`, '--url', server.api, '--checks', CHECKS.join(',')]
    const limits = ['--max-time', String(SECONDS), '--seed', SEED, '--workers', '1', '--request-timeout', '20']
    const finished = await run(
      join(BIN, 'schemathesis'),
      [...args, ...limits, '--suppress-health-check', 'all', '--warnings', 'off'],
      { cwd },
    )
    expect(finished.code, finished.stdout.slice(-20_000) + finished.stderr.slice(-2000)).toBe(0)
    expect(finished.stdout).toMatch(/Test cases:[\s\S]*\d/)
  } finally {
    await server.close()
  }
})
