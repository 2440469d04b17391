import { type Stamp, stampText } from '../model/stamp.ts'

// Pieces of JSON that is put together by hand, where whole objects would be made only to be written.

/** An id or a type, which needs no escaping. */
export function plainText(text: string | null): string {
  return text === null ? 'null' : `"${text}"`
}

/** Any text. */
export function quotedText(text: string | null): string {
  return JSON.stringify(text)
}

/** A moment as the API writes it. */
export function momentText(stamp: Stamp | null): string {
  return stamp === null ? 'null' : `"${stampText(stamp)}"`
}
