/** Rows as a table of aligned columns; the first row is the heading. */
export function tableText(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  const line = (row: readonly string[]) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  ')
  return [line(rows[0]!), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.slice(1).map(line)].join('\n')
}

export function seconds(value: number): string {
  return value.toFixed(value < 10 ? 2 : 1)
}

export function ratio(value: number, of: number): string {
  return `${(value / of).toFixed(2)}x`
}
