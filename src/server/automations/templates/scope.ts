/** Names and what they stand for; those of the scope around it where it has none itself. */
export class Scope {
  readonly #parent: Scope | undefined
  readonly #values: Map<string, unknown>

  constructor(parent?: Scope, values: { readonly [name: string]: unknown } = {}) {
    this.#parent = parent
    this.#values = new Map(Object.entries(values))
  }

  /** Undefined for a name that stands for nothing. */
  value(name: string): unknown {
    return this.#values.has(name) ? this.#values.get(name) : this.#parent?.value(name)
  }

  set(name: string, value: unknown): void {
    this.#values.set(name, value)
  }
}
