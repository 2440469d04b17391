import { describe, expect, test } from 'vitest'
import { Diver, Labelled } from '../../../src/server/automations/labelled.ts'
import { TemplateProblem, parseTemplate, renderText } from '../../../src/server/automations/template.ts'

const context = {
  event: {
    id: 'abc',
    resource: new Labelled({
      'prefect.resource.id': 'thing.1',
      'prefect.resource.name': 'The thing',
      'a.b': 'deep',
      'a.b.c': 'deeper',
    }),
    payload: { list: [1, 'two', { three: null }], yes: true, 'odd key': 'x', __proto__: { hidden: 1 } },
  },
  labels: new Diver({ 'prefect.resource.id': 'y' }),
}
const rendered = (source: string) => renderText(parseTemplate(source), context)

test.for<[string, string]>([
  ['no template', 'no template'],
  ['{{ event.id }}', 'abc'],
  ['a{{event.id}}b{{- event.id -}}c', 'aabcbabcc'],
  ['{{ event["id"] }}', 'abc'],
  ["{{ event.payload['odd key'] }}", 'x'],
  ['{{ event.payload.list[1] }}{{ event.payload.list[0] }}', 'two1'],
  ['{{ event.payload.list[-1] }}', "{'three': None}"],
  ['{{ event.payload.yes }}', 'True'],
  ['{{ event.payload.list[2].three }}', 'None'],
  ['{{ event.resource.id }} {{ event.resource.name }}', 'thing.1 The thing'],
  ['{{ event.resource["a.b"] }}', 'deep'],
  ['{{ event.resource.labels.a.b }} {{ event.resource.labels.a.b.c }}', 'deep deeper'],
  ['{{ labels.prefect.resource.id }}', 'y'],
  ['[{{ nothing }}{{ event.nothing.at.all }}{{ event.payload.list[9] }}]', '[]'],
  ['{{ nothing | default("x") }}{{ event.id | default("x") }}', 'xabc'],
  ['{{ event.id | upper | lower | trim | length }}', '3'],
  ['{{ event.payload.list | tojson }}', '[1,"two",{"three":null}]'],
  ['{{ "a text" }} {{ 5 }} {{ true }}', 'a text 5 True'],
  ['a{# {{ not read #}b', 'ab'],
  ['{{ "}}" }}', '}}'],
  ['{{ event.payload.constructor }}{{ event.payload.hidden }}{{ event.payload.__proto__ }}', ''],
])('%s gives %s', ([source, text]) => {
  expect(rendered(source)).toBe(text)
})

describe('what is not rendered here', () => {
  test.for<[string, number, RegExp]>([
    ['{{ x', 1, /^unexpected end of template/],
    ['one\ntwo {{ x', 2, /^unexpected end of template/],
    ['{# x', 1, /^Missing end of comment tag/],
    ['\n\n{% if x %}', 3, /renders no/],
    ['{{ }}', 1, /^Expected an expression/],
    ['{{ a + b }}', 1, /renders only plain values/],
    ['{{ f(x) }}', 1, /renders only plain values/],
    ['{{ a[b] }}', 1, /plain text or number/],
    ['{{ a | nope }}', 1, /^No filter named 'nope'/],
    ['{{ a. }}', 1, /^Expected an expression/],
    ['{{ a["x" }}', 1, /expected ']'/],
    ['{{ a b }}', 1, /renders only plain values/],
  ])('%s is a problem in line %d', ([source, line, message]) => {
    let problem: unknown
    try {
      parseTemplate(source)
    } catch (error) {
      problem = error
    }
    if (!(problem instanceof TemplateProblem)) throw new Error('no problem', { cause: problem })
    expect(problem.line).toBe(line)
    expect(problem.message).toMatch(message)
  })
})
