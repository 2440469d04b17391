import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

/** Gives the text its colour, or gives it back as it is when the stream shows none. */
export type Paint = (style: Style, text: string) => string

export const plain: Paint = (_style, text) => text

export const coloured: Paint = (style, text) => styleText(style, text, { validateStream: false })

/** As much of an output stream as the choice of colours needs. */
export type ColourStream = {
  readonly isTTY?: boolean
  readonly getColorDepth?: (env?: Record<string, string | undefined>) => number
}

/**
 * Whether to colour what goes to this stream. `FORCE_COLOR` (not `0` or `false`) says yes, then `NO_COLOR` (not empty,
 * https://no-color.org) says no, as Node itself ranks them; otherwise a terminal that can show colours is coloured.
 */
export function showsColour(stream: ColourStream, env: Readonly<Record<string, string | undefined>>): boolean {
  const force = env['FORCE_COLOR']
  if (force !== undefined) return force !== '0' && force !== 'false'
  if (env['NO_COLOR'] || env['TERM'] === 'dumb') return false
  return stream.isTTY === true && (stream.getColorDepth?.({ ...env }) ?? 1) > 2
}
