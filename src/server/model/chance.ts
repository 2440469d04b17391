/** A random share in [0, 1) from the last, random digits of a new UUID: what jitter is drawn with. */
export function chanceOf(uuid: string): number {
  return Number.parseInt(uuid.slice(-8), 16) / 2 ** 32
}
