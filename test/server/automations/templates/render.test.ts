import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { RenderFailure } from '../../../../src/server/automations/templates/failure.ts'
import { parseTemplate } from '../../../../src/server/automations/templates/parse.ts'
import { TemplateProblem } from '../../../../src/server/automations/templates/problem.ts'
import { renderText } from '../../../../src/server/automations/templates/render.ts'

type Pair = [source: string, answer: string]

/** What Prefect 3.8.8's own environment makes of templates, in which `!` stands before an error. */
function measured(name: string): Pair[] {
  return JSON.parse(readFileSync(`test/fixtures/templates/${name}.json`, 'utf8')) as Pair[]
}

const context = {
  a: 'A',
  b: 2,
  s: 'hello',
  l: [1, 'x', null],
  d: { x: 1, y: 'z', items: 7, deep: { er: [{ x: 'found' }] } },
  objs: [
    { n: 1, on: true },
    { n: 2, on: false },
    { n: 3, on: true },
  ],
  f15: 1.5,
  big: { s: 'x'.repeat(500_000), l: Array.from({ length: 20_000 }, (_none, i) => ({ i, t: 'y'.repeat(20) })) },
}

function rendered(source: string): string {
  try {
    return renderText(parseTemplate(source), context)
  } catch (error) {
    if (error instanceof RenderFailure) return `!${error.message}`
    throw error
  }
}

test.for(measured('rendered'))('%s is rendered as by Prefect', ([source, answer]) => {
  expect(rendered(source)).toBe(answer)
})

test.for(measured('problems'))('%s is taken or refused as by Prefect', ([source, answer]) => {
  let found = 'ok'
  try {
    parseTemplate(source)
  } catch (error) {
    if (!(error instanceof TemplateProblem)) throw error
    found = `${error.line}: ${error.message}`
  }
  expect(found).toBe(answer)
})

test.for([
  '{% macro m() %}{% endmacro %}',
  "{% include 'x' %}",
  '{% block b %}{% endblock %}',
  '{% for x in y recursive %}{% endfor %}',
  '{{ x | humanize_naturaltime }}',
  '{{ f(*x) }}',
])('%s is refused where it is stored, as it is not rendered here', (source) => {
  expect(() => parseTemplate(source)).toThrow(/^This server /)
})

describe('a template', () => {
  const twice = (body: string) => `{% for i in range(100) %}{% for j in range(100) %}${body}{% endfor %}{% endfor %}`
  const growing = (value: string, last: string) =>
    `{% set n = namespace(x=[1]) %}{% for i in range(60) %}{% set n.x = ${value} %}{% endfor %}${last}`

  test.for<[string, string]>([
    ['many rounds', '{% for x in big.l %}{% for y in big.l %}{{ x.i }}{% endfor %}{% endfor %}'],
    ['long texts', "{{ 'a' * 10**9 }}"],
    ['long lists', '{{ [1] * 10**9 }}'],
    ['wide columns', '{{ [1]|slice(10**9)|list }}{{ "a"|center(10**12) }}'],
    ['great numbers', '{{ 10**10000 }}'],
    ['what doubles', growing('n.x ~ n.x', '{{ n.x }}')],
    ['lists that double', growing('[n.x, n.x]', '{{ n.x }}')],
    ['objects that double', growing("{'a': n.x, 'b': n.x}", '{{ n.x|tojson }}')],
    ['escapes that double', `{{ '"'${'|tojson'.repeat(200)} }}`],
    ['comparisons', twice('{% if big.l == big.l %}{% endif %}')],
    ['filters', twice('{% if big.s|upper %}{% endif %}')],
    ['methods', twice("{{ big.s.count('x') }}")],
    ['letters', twice('{{ big.s[5] }}')],
    ['sorting', twice('{% if big.l|sort(attribute="i") %}{% endif %}')],
    ['printing', twice('{{ big.s }}')],
  ])('that would take %s without end fails', ([, source]) => {
    expect(rendered(source)).toMatch(/^!(?:OverflowError|RecursionError)\(/)
  })

  test.for<[string, string]>([
    ['brackets', `{{ ${'('.repeat(5000)}1${')'.repeat(5000)} }}`],
    ['signs', `{{ ${'-'.repeat(550)}1 }}`],
    ['sums', `{{ ${Array.from({ length: 5000 }, () => 1).join('+')} }}`],
    ['blocks', '{% if 1 %}'.repeat(5000) + '{% endif %}'.repeat(5000)],
    ['digits', `{{ ${'1_'.repeat(2 ** 22)} }}`],
    ['marks', '{% set a = 1 %}'.repeat(500_000)],
    ['braces', '{'.repeat(1_000_000)],
    ['texts that stay open', '{{ "'.repeat(100_000)],
  ])('of %s within each other is refused', ([, source]) => {
    expect(() => parseTemplate(source)).toThrow(TemplateProblem)
  })

  test('reaches nothing of JavaScript', () => {
    for (const source of [
      'a.constructor',
      'd.__proto__',
      "d['__proto__']",
      'l.map',
      'range.prototype',
      'range.call',
      'namespace.name',
    ]) {
      expect(rendered(`[{{ ${source} }}]`)).toBe('[]')
    }
    expect(rendered("{{ {'toJSON': range} | tojson }}")).toMatch(/^!TypeError/)
    expect(rendered("{{ dict(__proto__=d).x }}|{{ {'__proto__': d}.x }}")).toBe('|')
    expect(rendered("{{ [1].constructor.constructor('return process')() }}")).toMatch(/^!UndefinedError/)
  })
})
