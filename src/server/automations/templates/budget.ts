import { RenderFailure } from './failure.ts'
import { Thing, isDict, itemsOf } from './values.ts'

/** How many steps one rendering may take: each value that is looked at is one. */
const MOST_STEPS = 200_000
/** How many letters and items it may make or look at on its way. */
const MOST_MADE = 2 ** 24

/** What rendering one template may cost: one that would not end, or fill the memory, fails. */
export class Budget {
  #steps = MOST_STEPS
  #made = MOST_MADE

  step(): void {
    this.#steps -= 1
    if (this.#steps < 0) throw new RenderFailure('OverflowError', `This server takes no more than ${MOST_STEPS} steps.`)
  }

  /** Called before all of a value is looked at, however it is nested: what is in it several times counts as often. */
  touch(value: unknown): void {
    if (typeof value === 'string') return this.make(value.length)
    this.make(1)
    if (value instanceof Thing) return this.touch(value.toJSON())
    for (const item of itemsOf(value) ?? (isDict(value) ? Object.values(value) : [])) this.touch(item)
  }

  /** Called before so much is made. */
  make(count: number): void {
    this.#made -= count
    // a count that is no number is too much as well
    if (!(this.#made >= 0))
      throw new RenderFailure('OverflowError', `This server goes through no more than ${MOST_MADE} letters.`)
  }
}
