import { randomUUID } from 'node:crypto'
import type { Context, Output } from '../../src/cli/context.ts'
import { plain } from '../../src/cli/paint.ts'

/** A context whose output is collected; everything else is as the test says. */
export type FakeContext = Context & {
  readonly out: () => string
  readonly err: () => string
  readonly abort: () => void
}

export function fakeContext(
  root: string,
  differs: Partial<Context> & { readonly env?: Record<string, string> } = {},
): FakeContext {
  const { env, ...rest } = differs
  const [stdout, stderr] = [collected(), collected()]
  const controller = new AbortController()
  return {
    process: { stdout, stderr, env: { PATH: process.env['PATH'], ...env } },
    root,
    home: root,
    pid: process.pid,
    nodePath: process.execPath,
    nodeVersion: '22.0.0',
    clock: () => Date.parse('2026-11-21T13:03:00Z'),
    uuid: () => randomUUID(),
    signal: controller.signal,
    confirm: () => Promise.reject(new Error('nobody is here to be asked')),
    isAlive: () => true,
    isInteractive: false,
    ...rest,
    out: stdout.text,
    err: stderr.text,
    abort: () => controller.abort(),
  }
}

function collected(): Output & { readonly text: () => string } {
  let text = ''
  return {
    write: (more) => {
      text += more
    },
    getColorDepth: () => 1,
    isTTY: false,
    paint: plain,
    text: () => text,
  }
}
