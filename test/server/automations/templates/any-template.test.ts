import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { RenderFailure } from '../../../../src/server/automations/templates/failure.ts'
import { parseTemplate } from '../../../../src/server/automations/templates/parse.ts'
import { TemplateProblem } from '../../../../src/server/automations/templates/problem.ts'
import { renderText } from '../../../../src/server/automations/templates/render.ts'

const WORDS = [
  ...(
    '{{ }} {% %} {# #} {%- -%} ( ) [ ] { } , : . | = + - * ** / // % ~ == != < >= in not and or is if else elif endif for ' +
    'endfor set endset with endwith filter endfilter raw endraw print x d l s none true 0 1 -3 2.5 100 range namespace dict ' +
    "loop ns 'a' odd defined divisibleby sameas |map |select |sort |join |batch |slice |tojson |indent |round |replace " +
    '|truncate |groupby |sum |center |format |dictsort |unique |min |attr |default |int |first .items() .split(s) .upper() ' +
    '.join(l) .replace(s,s) .get(s) .index(1) [0] [::-1] [1:]'
  ).split(' '),
  '"b c"',
  '\n',
  ' ',
]
const GIVEN =
  `(1) (s) (l,2) ('a','>',1) (attribute=s) (-5) (1.5) (10**12) (none) (nothing) (l) ('map','odd') ('%5s') (0,true) (2,"x") ` +
  `(d) (true,true,"a.b") (()) (2,method="ceil") `
const CHAIN = WORDS.filter((word) => /^[|.[]./.test(word)).flatMap((word) =>
  word.startsWith('|') ? GIVEN.split(' ').map((given) => word + given) : [word],
)
const context = { x: 1, d: { a: [1, { b: null }], s: 'y' }, l: [3, 'x', null, [1]], s: 'héllo 😀' }

/** Nothing but the two errors that are meant. */
function rendered(source: string): string {
  try {
    return renderText(parseTemplate(source), context)
  } catch (error) {
    if (error instanceof TemplateProblem || error instanceof RenderFailure) return error.message
    throw error
  }
}

const words = fc.array(fc.constantFrom(...WORDS), { maxLength: 12 }).map((all) => all.join(' '))

test.prop([fc.array(fc.constantFrom(...WORDS), { maxLength: 40 })], { numRuns: 2000 })(
  'any words are rendered, refused or fail, and nothing else',
  (all) => {
    expect(typeof rendered(all.join(' '))).toBe('string')
  },
)

test.prop([words], { numRuns: 5000 })(
  'any expression is rendered, refused or fails, and nothing else',
  (expression) => {
    expect(typeof rendered(`{{ ${expression} }}`)).toBe('string')
  },
)

test.prop(
  [fc.constantFrom('x', 'd', 'l', 's', 'nothing', '2.5', '-3'), fc.array(fc.constantFrom(...CHAIN), { maxLength: 5 })],
  { numRuns: 5000 },
)('any chain of filters and members is rendered or fails, and nothing else', (value, chain) => {
  expect(typeof rendered(`{{ ${value}${chain.join('')} }}`)).toBe('string')
})

test.prop([fc.string({ unit: 'binary', maxLength: 200 })])('a text without marks is itself', (text) => {
  fc.pre(!/[{\r]|\n$/.test(text))
  expect(rendered(text)).toBe(text)
})
