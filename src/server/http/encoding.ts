import { brotliCompressSync, constants, gzip, gzipSync } from 'node:zlib'
import { promisify } from 'node:util'

/**
 * Answers from this length on, in characters or bytes, are sent compressed to who asks for it: below, it costs more time
 * than it saves.
 */
const LEAST = 16 * 1024
/** From here on it would keep other requests waiting too long. */
const LONG = 1024 * 1024

/** The compressed answer and what it is called; undefined where the answer should go as it is. */
export type Encoded = { readonly name: 'br' | 'gzip'; readonly bytes: Uint8Array<ArrayBuffer> }

/** Compresses a text, or its bytes, as an `Accept-Encoding` header asks for, in the quickest way there is. */
export async function encoded(
  text: string | Uint8Array<ArrayBuffer>,
  accepted: string | undefined,
): Promise<Encoded | undefined> {
  if (accepted === undefined || text.length < LEAST) return undefined
  if (accepts(accepted, 'br')) return { name: 'br', bytes: brotliCompressSync(text, BROTLI) }
  if (!accepts(accepted, 'gzip')) return undefined
  return { name: 'gzip', bytes: text.length < LONG ? gzipSync(text, GZIP) : await zip(text, GZIP) }
}

const GZIP = { level: 1 }
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 0 } }
const zip = promisify(gzip)

/** Whether a header such as `gzip;q=0.5, br` names an encoding and does not rule it out (RFC 9110 §12.5.3). */
function accepts(accepted: string, name: string): boolean {
  return accepted.split(',').some((part) => {
    const [coding, ...parameters] = part.split(';').map((text) => text.trim().toLowerCase())
    return coding === name && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter))
  })
}
