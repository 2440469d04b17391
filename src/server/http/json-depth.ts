/** How deep JSON may be nested: what Python reads without running out of its stack, and Node's code for it, too. */
const MOST_LEVELS = 900

/** Whether JSON is nested deeper than anything sensible. The text need not be right. */
export function isTooDeep(text: string): boolean {
  if (text.length <= MOST_LEVELS) return false
  let level = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) at = endOfString(text, at)
    else if (code === ARRAY || code === OBJECT) {
      level += 1
      if (level > MOST_LEVELS) return true
    } else if (code === ARRAY_END || code === OBJECT_END) level -= 1
  }
  return false
}

const QUOTE = 34
const BACKSLASH = 92
const ARRAY = 91
const ARRAY_END = 93
const OBJECT = 123
const OBJECT_END = 125

/** Where the string that begins here ends: at its quote, or at the end of the text. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let escapes = 0
    while (text.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes += 1
    if (escapes % 2 === 0) return end
  }
  return text.length
}
