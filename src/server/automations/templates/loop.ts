import { Thing, Undefined } from './values.ts'

/** `loop`, within a loop. */
export class Loop extends Thing {
  readonly #items: readonly unknown[]
  readonly #at: number

  constructor(items: readonly unknown[], at: number) {
    super()
    this.#items = items
    this.#at = at
  }

  member(name: string): unknown {
    const [items, at] = [this.#items, this.#at]
    switch (name) {
      case 'index':
        return at + 1
      case 'index0':
        return at
      case 'revindex':
        return items.length - at
      case 'revindex0':
        return items.length - at - 1
      case 'first':
        return at === 0
      case 'last':
        return at === items.length - 1
      case 'length':
        return items.length
      case 'depth':
        return 1
      case 'depth0':
        return 0
      case 'previtem':
        return at === 0 ? new Undefined('there is no previous item') : items[at - 1]
      case 'nextitem':
        return at === items.length - 1 ? new Undefined('there is no next item') : items[at + 1]
      case 'cycle':
        return (args: readonly unknown[]) => args[at % args.length]
    }
    return undefined
  }

  toJSON(): unknown {
    return `<LoopContext ${this.#at + 1}/${this.#items.length}>`
  }
}
