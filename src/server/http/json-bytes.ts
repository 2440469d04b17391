/** JSON that was written in pieces: a list of items, and what stands before and after them. */
export type JsonList = { readonly before: string; readonly items: readonly string[]; readonly after: string }

export function listOf(items: readonly string[]): JsonList {
  return { before: '[', items, after: ']' }
}

/** Below, in characters, one text is as quick. */
const LEAST_CHARACTERS = 16 * 1024

/**
 * What is sent of a list. A long one becomes bytes item by item: as one text it would be put together first, which costs
 * as much as writing all its items.
 */
export function jsonBytes({ before, items, after }: JsonList): string | Uint8Array<ArrayBuffer> {
  const characters = items.reduce((sum, { length }) => sum + length + 1, before.length + after.length)
  if (characters < LEAST_CHARACTERS) return before + items.join(',') + after
  const target = spaceFor(characters * MOST_BYTES)
  let end = target.write(before)
  items.forEach((item, index) => {
    if (index > 0) end += target.write(',', end)
    end += target.write(item, end)
  })
  end += target.write(after, end)
  return Buffer.from(target.subarray(0, end))
}

/** The most bytes that UTF-8 has for what is one character of a JavaScript text. */
const MOST_BYTES = 3
/** The most bytes that are kept from answer to answer. */
const MOST_KEPT = 8 * 1024 * 1024

let space = Buffer.alloc(0)

/** Memory to write into, the same each time: new memory costs more than the writing. */
function spaceFor(bytes: number): Buffer {
  if (bytes <= space.length) return space
  const larger = Buffer.allocUnsafeSlow(Math.max(bytes, 2 * space.length))
  if (larger.length <= MOST_KEPT) space = larger
  return larger
}
