import type { Budget } from './budget.ts'
import { RenderFailure } from './failure.ts'
import { numberOf, pythonText, textOf, typeName } from './values.ts'

const CODE = /%(?:([-+0 ]*)(\d{0,4})(?:\.(\d{1,2}))?([sridfFgxX%]))/g

/** A text with its `%s`, `%d`, `%.2f` and the like filled in. Throws a `RenderFailure`. */
export function percentFormatted(text: string, values: readonly unknown[], budget: Budget): string {
  let at = 0
  const filled = text.replaceAll(CODE, (...[, flags, width, places, code]: readonly (string | undefined)[]) => {
    if (code === '%') return '%'
    if (at >= values.length) throw new RenderFailure('TypeError', 'not enough arguments for format string')
    const shown = padded(written(code ?? 's', values[at], places), flags ?? '', Number(width ?? 0))
    at += 1
    budget.make(shown.length)
    return shown
  })
  if (at < values.length) throw new RenderFailure('TypeError', 'not all arguments converted during string formatting')
  return filled
}

function written(code: string, value: unknown, places: string | undefined): string {
  if (code === 's') return textOf(value).slice(0, places === undefined ? undefined : Number(places))
  if (code === 'r') return pythonText(value)
  const number = numberOf(value)
  if (number === undefined) {
    throw new RenderFailure('TypeError', `%${code} format: a real number is required, not ${typeName(value)}`)
  }
  if (code === 'd' || code === 'i') return String(Math.trunc(number))
  if (code === 'x') return Math.trunc(number).toString(16)
  if (code === 'X') return Math.trunc(number).toString(16).toUpperCase()
  return code === 'g'
    ? String(Number(number.toPrecision(Number(places ?? 6) || 1)))
    : number.toFixed(Number(places ?? 6))
}

function padded(text: string, flags: string, width: number): string {
  const signed = flags.includes('+') && /^\d/.test(text) ? `+${text}` : text
  if (flags.includes('-')) return signed.padEnd(width)
  if (!flags.includes('0')) return signed.padStart(width)
  const [sign = ''] = /^[-+]/.exec(signed) ?? []
  return sign + signed.slice(sign.length).padStart(width - sign.length, '0')
}
