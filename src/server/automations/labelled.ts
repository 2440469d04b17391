import type { EventResource } from '../events/event.ts'

/** A resource as templates see it: `resource.id`, `resource.name`, `resource['any.label']`, `resource.labels.any.label`. */
export class Labelled {
  readonly #labels: EventResource

  constructor(labels: EventResource) {
    this.#labels = labels
  }

  member(key: string): unknown {
    if (key === 'labels') return new Diver(this.#labels)
    const short = SHORT.find((name) => name === key)
    return this.#labels[key] ?? (short === undefined ? undefined : (this.#labels[`prefect.resource.${short}`] ?? null))
  }

  toJSON(): EventResource {
    return this.#labels
  }
}

const SHORT = ['id', 'name', 'role'] as const

type Labels = { readonly [label: string]: string | null }

/** Labels with dots in them as objects in objects (`prefect/server/events/schemas/labelling.py`). */
export class Diver {
  readonly #labels: Labels
  readonly text: string

  constructor(labels: Labels, text = '') {
    this.#labels = labels
    this.text = text
  }

  member(key: string): unknown {
    if (key.includes('.')) return this.#labels[key] ?? undefined
    const own = this.#labels[key]
    const below = Object.entries(this.#labels).flatMap(([label, value]) =>
      label.startsWith(`${key}.`) ? [[label.slice(key.length + 1), value] as const] : [],
    )
    if (own === undefined && below.length === 0) return undefined
    return new Diver(Object.fromEntries(below), own ?? '')
  }

  toJSON(): string {
    return this.text
  }
}
