import { readFile } from 'node:fs/promises'
import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { isError } from '../../src/model/finding.ts'
import { findingText } from '../../src/spec/finding-text.ts'
import { readSpecs } from '../../src/spec/specs.ts'
import { ETL, NOON } from '../support/project.ts'

const SPEC = await readFile(new URL('../../deployments/leonardo.yaml', import.meta.url), 'utf8')
const MERGED = `definitions:
  base: &base { entrypoint: flows/etl.py:etl, tags: [shared] }
deployments:
  - <<: *base
    name: one
    schedules: { a: { cron: 0 2 * * *, timezone: UTC }, b: { interval: PT5M, anchor_date: "2026-01-01" } }
  - <<: [*base, { paused: true }]
    name: two
    parameter_schema: { type: object, properties: { day: { type: string }, limit: { $ref: "#/definitions/x" } }, definitions: { x: { type: integer } } }
    parameters: { day: a, limit: 3 }
`

const DEBRIS = [
  '*',
  '&a ',
  '<<: ',
  '- ',
  '? ',
  '[',
  ']',
  '{',
  '}',
  '\t',
  '\n',
  ': ',
  '#',
  '!x ',
  '|',
  '>',
  '"',
  "'",
  '%',
  '@',
  '---\n',
  '...\n',
  'null',
  '.nan',
  '1e999',
  '${{ x }}',
  '\u2028',
  '\0',
  '\r',
  '__proto__: 1\n',
  '*base\n',
  '  ',
]

/** A text with pieces cut out and debris thrown in. */
function damaged(text: string): fc.Arbitrary<string> {
  const hit = fc.record({ at: fc.nat(text.length), cut: fc.nat(6), debris: fc.constantFrom('', ...DEBRIS) })
  return fc
    .array(hit, { minLength: 1, maxLength: 4 })
    .map((hits) => hits.reduce((rest, { at, cut, debris }) => rest.slice(0, at) + debris + rest.slice(at + cut), text))
}

test.prop([fc.oneof(damaged(SPEC), damaged(MERGED)), damaged(ETL)], { numRuns: 500 })(
  'whatever a file holds, reading it ends in findings with places and sentences',
  async (text, python) => {
    const texts: Readonly<Record<string, string>> = {
      'a.yaml': text,
      'flows/etl.py': python,
      'deployments/flows/leonardo.py': python,
    }
    const { findings, complete } = await readSpecs({
      files: {
        list: async () => ({ files: ['a.yaml'], problems: [] }),
        read: async (path) => ({ ok: true, bytes: new TextEncoder().encode(texts[path]) }),
        isFile: async (path) => path in texts,
        names: async () => [],
      },
      paths: [],
      context: { target: { name: 'default' }, git: { commit: null, branch: null }, env: {} },
      now: NOON,
      evaluate: async () => new Map(),
    })
    expect(complete).toBe(!findings.some(isError))
    for (const finding of findings) {
      expect(finding.at).toMatchObject({ file: 'a.yaml' })
      expect(Math.min(finding.at.line, finding.at.column)).toBeGreaterThanOrEqual(1)
      expect(findingText(finding)).not.toBe('')
    }
  },
)
