import { afterEach, expect, test, vi } from 'vitest'
import { withProgress } from '../../src/cli/progress.ts'

afterEach(() => void vi.useRealTimers())

test('work that is done within a second draws nothing', async () => {
  const canvas = recorder(true)
  expect(await withProgress(canvas, 'Reading', async () => 42)).toBe(42)
  expect(canvas.drawn).toBe('')
})

test('longer work is told on a terminal and wiped away at the end', async () => {
  vi.useFakeTimers()
  const canvas = recorder(true)
  let finish: () => void = () => undefined
  const work = withProgress(canvas, 'Reading', (say) => {
    say('Reading: 3 of 9')
    return new Promise<void>((resolve) => (finish = resolve))
  })
  vi.advanceTimersByTime(999)
  expect(canvas.drawn).toBe('')
  vi.advanceTimersByTime(1)
  expect(canvas.drawn).toContain('Reading: 3 of 9')
  finish()
  await work
  expect(canvas.drawn.endsWith('\r\u001B[K')).toBe(true)
  const length = canvas.drawn.length
  vi.advanceTimersByTime(5000)
  expect(canvas.drawn.length).toBe(length)
})

test('a line is cut where the terminal ends, so that it can be wiped away', async () => {
  vi.useFakeTimers()
  const canvas = { ...recorder(true), columns: 20 }
  const work = withProgress(canvas, 'Reading https://api.example.org/api', () => vi.advanceTimersByTimeAsync(1000))
  await work
  const [drawn = ''] = /⠋[^\r]*/.exec(canvas.text()) ?? []
  expect(drawn).toBe('⠋ Reading https://…')
  expect(drawn).toHaveLength(19)
})

test('nothing is drawn on what is no terminal', async () => {
  vi.useFakeTimers()
  const canvas = recorder(false)
  let finish: () => void = () => undefined
  const work = withProgress(canvas, 'Reading', () => new Promise<void>((resolve) => (finish = resolve)))
  vi.advanceTimersByTime(5000)
  finish()
  await work
  expect(canvas.drawn).toBe('')
})

function recorder(isTTY: boolean) {
  const canvas = {
    isTTY,
    drawn: '',
    text: () => canvas.drawn,
    write: (text: string) => {
      canvas.drawn += text
    },
  }
  return canvas
}
