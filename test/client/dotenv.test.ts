import { expect, test } from 'vitest'
import { parseDotenv } from '../../src/client/dotenv.ts'

test.each<[string, string, Readonly<Record<string, string>>]>([
  ['comments, blank lines, export', '# A=1\n\nexport B=2\n  C = 3 \n', { B: '2', C: '3' }],
  ['a # inside a value', 'A=a#b\nB=a # b\nC="a # b" # c\n', { A: 'a#b', B: 'a', C: 'a # b' }],
  [
    'quotes and escapes',
    String.raw`A='it\'s \n'` + '\n' + String.raw`B="a\"b\n"`,
    { A: String.raw`it's \n`, B: 'a"b\n' },
  ],
  ['values over several lines', 'A="one\ntwo"\nB=3', { A: 'one\ntwo', B: '3' }],
  ['Windows line ends', 'A=1\r\nB=2\r\n', { A: '1', B: '2' }],
  ['variables', 'A=x\nB=${A}/${HOST}/${NO}/${NO:-d}\nC=$A', { A: 'x', B: 'x/h//d', C: '$A' }],
  ['empty values, the last of two', 'A=\nA=2\nB=', { A: '2', B: '' }],
])('%s are read as python-dotenv reads them', (_what, text, variables) => {
  expect(parseDotenv(text, { HOST: 'h' })).toEqual(variables)
})
