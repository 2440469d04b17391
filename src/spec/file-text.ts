import type { FindingDetail } from '../model/finding.ts'

export type Decoded =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly detail: FindingDetail }

/** A file's bytes as text: UTF-8, with or without a byte order mark. Anything else is not a text that people wrote. */
export function decodeText(bytes: Uint8Array): Decoded {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.includes('\0') ? { ok: false, detail: { code: 'file_binary' } } : { ok: true, text }
  } catch {
    return { ok: false, detail: { code: 'file_binary' } }
  }
}
