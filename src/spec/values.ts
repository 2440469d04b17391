import { isJsonObject } from '../model/json.ts'
import { type DataPath, pathText } from './document.ts'
import type { Report } from './report.ts'

const PLACEHOLDER = /\$\{\{[^}]*(?:\}\})?/

/** Values that must never reach a server as they stand: our placeholders, unresolved, and numbers that JSON would change. */
export function checkValues(value: unknown, report: Report, path: DataPath = []): void {
  if (typeof value === 'string') checkText(value, report, path, 'value')
  else if (typeof value === 'number') checkNumber(value, report, path)
  else if (Array.isArray(value)) value.forEach((item, index) => checkValues(item, report, [...path, index]))
  else if (isJsonObject(value)) {
    for (const [key, inner] of Object.entries(value)) {
      checkText(key, report, [...path, key], 'key')
      checkValues(inner, report, [...path, key])
    }
  }
}

function checkText(text: string, report: Report, path: DataPath, part: 'key' | 'value'): void {
  const placeholder = PLACEHOLDER.exec(text)?.[0]
  if (placeholder !== undefined) report.add(path, { code: 'placeholder_unsupported', placeholder }, { part })
}

function checkNumber(value: number, report: Report, path: DataPath): void {
  const source = report.sourceOf(path)
  if (!Number.isFinite(value)) {
    report.add(path, {
      code: 'value_invalid',
      field: pathText(path),
      value: source ?? String(value),
      expected: 'a number that JSON can carry',
    })
  } else if (!Number.isSafeInteger(value) && source !== undefined && /^[-+]?\d+$/.test(source)) {
    const expected = 'a whole number below 2^53, which is what JSON carries exactly; or a text, in quotes'
    report.add(path, { code: 'value_invalid', field: pathText(path), value: source, expected })
  }
}
