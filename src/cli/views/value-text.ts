import type { Json } from '../../model/json.ts'
import { printable } from './printable.ts'

/** The longest value that is shown whole, in characters. */
const LONGEST = 48

/** Characters left of what two long texts have in common, on either side of where they differ. */
const CONTEXT = 8

/** A value for one line: JSON, `none` for null, long ones with their middle left out. */
export function valueText(value: Json): string {
  return shortened(wholeText(value))
}

/** The old and the new value for one line each, cut so that what differs stays in sight. */
export function differenceText(old: Json, next: Json): { readonly old: string; readonly new: string } {
  const [before, after] = [wholeText(old), wholeText(next)]
  if (before.length <= LONGEST && after.length <= LONGEST) return { old: before, new: after }
  const same = commonPrefix(before, after)
  if (same <= CONTEXT * 2) return { old: shortened(before), new: shortened(after) }
  const cut = same - CONTEXT
  return { old: shortened(`…${before.slice(cut)}`), new: shortened(`…${after.slice(cut)}`) }
}

function wholeText(value: Json): string {
  return value === null ? 'none' : printable(JSON.stringify(value))
}

function shortened(text: string): string {
  if (text.length <= LONGEST) return text
  const head = Math.ceil((LONGEST - 1) / 2)
  return `${text.slice(0, head)}…${text.slice(text.length - (LONGEST - 1 - head))}`
}

function commonPrefix(a: string, b: string): number {
  let length = 0
  while (length < Math.min(a.length, b.length) && a[length] === b[length]) length += 1
  return length
}
