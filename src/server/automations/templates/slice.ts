import { RenderFailure } from './failure.ts'

/** Python's slice: `items[start:stop:step]`. Throws a `RenderFailure` for a step of 0. */
export function sliced(
  items: readonly unknown[],
  [start, stop, step = 1]: readonly (number | undefined)[],
): readonly unknown[] {
  if (step === 0) throw new RenderFailure('ValueError', 'slice step cannot be zero')
  return step > 0 ? forward(items, start, stop, step) : backward(items, start, stop, step)
}

/** The members of a slice with a positive step, as Python counts them. */
function forward(
  items: readonly unknown[],
  start: number | undefined,
  stop: number | undefined,
  step: number,
): readonly unknown[] {
  return items.slice(start, stop).filter((_item, at) => at % step === 0)
}

/** The members of a slice with a negative step, the last first. */
function backward(
  items: readonly unknown[],
  start: number | undefined,
  stop: number | undefined,
  step: number,
): readonly unknown[] {
  const place = (at: number) => (at < 0 ? at + items.length : at)
  const from = start === undefined ? items.length - 1 : Math.min(place(start), items.length - 1)
  const to = stop === undefined ? -1 : Math.max(place(stop), -1)
  return items.filter((_item, at) => at <= from && at > to && (from - at) % -step === 0).reverse()
}
