/** JSON that was written in pieces: a list of items, and what stands before and after them. */
export type JsonList = { readonly before: string; readonly items: readonly string[]; readonly after: string }

export function listOf(items: readonly string[]): JsonList {
  return { before: '[', items, after: ']' }
}

/** Below, in characters, one text is as quick. */
const LEAST_CHARACTERS = 16 * 1024
/** The most bytes that UTF-8 has for what is one character of a JavaScript text. */
const MOST_BYTES = 3
/** The most bytes that are kept to write into. */
const MOST_KEPT = 8 * 1024 * 1024

/**
 * What is sent of a list. A long one becomes bytes item by item: as one text it would be put together first, which costs
 * as much as writing all its items.
 */
export function jsonBytes(list: JsonList): string | Uint8Array<ArrayBuffer> {
  const { before, items, after } = list
  const characters = items.reduce((sum, { length }) => sum + length + 1, before.length + after.length)
  if (characters < LEAST_CHARACTERS) return before + items.join(',') + after
  const most = characters * MOST_BYTES
  if (most > MOST_KEPT) {
    const exact = Buffer.allocUnsafeSlow(byteLength(list))
    write(list, exact)
    return exact
  }
  if (space.length < most) space = Buffer.allocUnsafeSlow(Math.min(MOST_KEPT, Math.max(most, 2 * space.length)))
  return Buffer.from(space.subarray(0, write(list, space)))
}

/** Memory to write into, the same from answer to answer: new memory costs more than the writing. */
let space = Buffer.alloc(0)

/** Gives how many bytes it wrote. */
function write({ before, items, after }: JsonList, target: Buffer): number {
  let end = target.write(before)
  items.forEach((item, index) => {
    if (index > 0) end += target.write(',', end)
    end += target.write(item, end)
  })
  return end + target.write(after, end)
}

function byteLength({ before, items, after }: JsonList): number {
  const around = Buffer.byteLength(before) + Math.max(0, items.length - 1) + Buffer.byteLength(after)
  return items.reduce((sum, item) => sum + Buffer.byteLength(item), around)
}
