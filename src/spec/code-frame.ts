import type { Place } from '../model/place.ts'

const WIDTH = 100

/**
 * The line that a place names, with its number, and a caret under its column; long lines are cut around it. Empty when
 * the source has no such line.
 */
export function codeFrame(source: string, place: Place): string {
  const line = source.split(/\r?\n/)[place.line - 1]
  if (line === undefined || line.trim() === '') return ''
  const start = Math.max(0, Math.min(place.column - 1, line.length))
  const end = place.endLine === place.line && place.endColumn !== undefined ? place.endColumn - 1 : start + 1
  const from = start > WIDTH * 0.75 ? start - WIDTH / 2 : 0
  const shown = line.slice(from, from + WIDTH).replaceAll('\t', ' ')
  const gutter = `${place.line} | `
  const carets = '^'.repeat(Math.max(1, Math.min(end, from + WIDTH) - start))
  return `${gutter}${shown}\n${' '.repeat(gutter.length - 2)}| ${' '.repeat(start - from)}${carets}`
}
