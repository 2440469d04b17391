import { createHash, timingSafeEqual } from 'node:crypto'

/** Whether a text is the secret. It takes the same time whatever was sent: digests have equal lengths. */
export function secretMatcher(secret: string): (text: string) => boolean {
  const expected = digest(secret)
  return (text) => timingSafeEqual(digest(text), expected)
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
