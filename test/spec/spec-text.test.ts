import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { specText } from '../../src/spec/spec-text.ts'
import { readSpecs, type SpecReading } from '../../src/spec/specs.ts'
import { readYaml } from '../../src/spec/yaml-file.ts'
import { deploymentSpecs, desiredFrom } from '../support/specs.ts'
import { NOON } from '../support/project.ts'

test.prop([deploymentSpecs()], { numRuns: 300 })(
  'a spec that is printed reads back as the same value',
  async (spec) => {
    const { documents, findings } = await readYaml('a.yaml', await specText(spec))
    expect(findings).toEqual([])
    expect(documents.map(({ value }) => value)).toEqual([spec])
  },
)

test.prop([deploymentSpecs()], { numRuns: 300 })(
  'a spec that is printed is desired as it was meant, field by field',
  async (spec) => {
    const { desired, complete } = await readTexts({ 'a.yaml': await specText(spec) })
    expect(complete).toBe(true)
    const expected = desiredFrom(spec, { file: 'a.yaml', line: 1, column: 1 })
    expect(desired.map(({ places, ...rest }) => ({ ...rest, places: Object.keys(places).sort() }))).toEqual([
      { ...expected, places: Object.keys(expected.places).sort() },
    ])
  },
)

test.prop([fc.uniqueArray(deploymentSpecs(), { selector: ({ flow, name }) => `${flow}/${name}`, maxLength: 5 })], {
  numRuns: 50,
})('what is desired does not depend on which file says it', async (specs) => {
  const texts = await Promise.all(specs.map(specText))
  const one = await readTexts(Object.fromEntries(texts.map((text, index) => [`${index}.yaml`, text])))
  const other = await readTexts(Object.fromEntries([...texts].reverse().map((text, index) => [`${index}.yaml`, text])))
  const whole = await readTexts({ 'all.yaml': texts.join('---\n') })
  expect(plain(other)).toEqual(plain(one))
  if (texts.length > 0) expect(plain(whole)).toEqual(plain(one))
})

function plain({ desired }: SpecReading) {
  return desired.map(({ key, fields }) => ({ key, fields }))
}

/** Files in memory: nothing here is about the file system. */
async function readTexts(texts: Readonly<Record<string, string>>): Promise<SpecReading> {
  return readSpecs({
    files: {
      list: async () => ({ files: Object.keys(texts), problems: [] }),
      read: async (path) => ({ ok: true, bytes: new TextEncoder().encode(texts[path]) }),
      isFile: async (path) => path in texts,
      names: async () => Object.keys(texts),
    },
    paths: [],
    context: { target: { name: 'default' }, git: { commit: null, branch: null }, env: {} },
    now: NOON,
    evaluate: async () => new Map(),
  })
}
