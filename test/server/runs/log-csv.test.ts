import { expect, test } from 'vitest'
import { csvLine, logLine } from '../../../src/server/runs/log-csv.ts'

test.each([
  [['plain', 'two words'], 'plain,two words\r\n'],
  [['a,b', 'say "so"'], '"a,b","say ""so"""\r\n'],
  [['two\nlines', 'a\rb'], '"two\nlines","a\rb"\r\n'],
  [['', ''], ',\r\n'],
])('the fields %j become %j', (fields, line) => {
  expect(csvLine(fields)).toBe(line)
})

test('a line has its moment as Python writes it, and nothing for no task run', () => {
  const log = { level: 20, flow_run_id: 'run', task_run_id: null, message: 'hello' }
  const at = Date.parse('2026-03-01T10:00:00Z') * 1000
  expect(logLine({ ...log, timestamp: at })).toBe('2026-03-01 10:00:00+00:00,20,run,,hello\r\n')
  expect(logLine({ ...log, timestamp: at + 1500 })).toBe('2026-03-01 10:00:00.001500+00:00,20,run,,hello\r\n')
})
