import { stripVTControlCharacters } from 'node:util'

/** One line per row, each column as wide as its widest cell, two blanks between. Nothing is padded at a line's end. */
export function columns(rows: readonly (readonly string[])[], indent = ''): string[] {
  const widths: number[] = []
  for (const row of rows) {
    // A row's last cell pushes nothing aside.
    row.forEach((cell, column) => {
      if (column < row.length - 1) widths[column] = Math.max(widths[column] ?? 0, displayWidth(cell))
    })
  }
  return rows.map((row) => (indent + row.map((cell, column) => padded(cell, widths[column] ?? 0)).join('  ')).trimEnd())
}

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uFF01-\uFF60]/u

/** How many cells of a terminal the text takes: colours none, East Asian characters and emoji two. */
export function displayWidth(text: string): number {
  let width = 0
  for (const character of stripVTControlCharacters(text))
    width += WIDE.test(character) ? 2 : /\p{Mark}/u.test(character) ? 0 : 1
  return width
}

function padded(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(0, width - displayWidth(cell)))
}
