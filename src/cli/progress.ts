/** A terminal that can be drawn over. */
export type Canvas = {
  readonly isTTY: boolean
  /** How wide it is now, where that is known. */
  readonly columns?: number | undefined
  readonly write: (text: string) => void
}

/** Replaces the line that tells what is going on. */
export type Say = (text: string) => void

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const AFTER_MS = 1000
const FRAME_MS = 100
const CLEAR_LINE = '\r\u001B[K'

/**
 * Does the work, and tells on the terminal what is going on if that takes longer than a second; the line is gone
 * afterwards. Nothing is drawn on what is no terminal. (A ready-made spinner was not taken, as it catches Ctrl-C.)
 */
export async function withProgress<T>(canvas: Canvas, text: string, work: (say: Say) => Promise<T>): Promise<T> {
  if (!canvas.isTTY) return work(() => undefined)
  let line = text
  let frame = 0
  let drawing: NodeJS.Timeout | undefined
  const draw = () => {
    canvas.write(CLEAR_LINE + cut(`${FRAMES[frame % FRAMES.length]} ${line}`, canvas.columns))
    frame += 1
  }
  const waiting = setTimeout(() => {
    draw()
    drawing = setInterval(draw, FRAME_MS)
  }, AFTER_MS)
  try {
    return await work((next) => {
      line = next
    })
  } finally {
    clearTimeout(waiting)
    clearInterval(drawing)
    if (frame > 0) canvas.write(CLEAR_LINE)
  }
}

/** A line that wraps could not be wiped away. */
function cut(line: string, columns = 80): string {
  return line.length < columns ? line : `${line.slice(0, Math.max(0, columns - 2))}…`
}
