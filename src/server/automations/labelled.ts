import type { EventResource } from '../model/event.ts'
import { Thing } from './templates/values.ts'

/** A resource as templates see it: `resource.id`, `resource.name`, `resource['any.label']`, `resource.labels.any.label`. */
export class Labelled extends Thing {
  readonly labels: EventResource

  constructor(labels: EventResource) {
    super()
    this.labels = labels
  }

  member(key: string): unknown {
    if (key === 'labels') return new Diver(this.labels)
    const short = SHORT.find((name) => name === key)
    const own = Object.hasOwn(this.labels, key) ? this.labels[key] : undefined
    return own ?? (short === undefined ? undefined : (this.labels[`prefect.resource.${short}`] ?? null))
  }

  toJSON(): EventResource {
    return this.labels
  }
}

const SHORT = ['id', 'name', 'role'] as const

type Labels = { readonly [label: string]: string | null }

/** Labels with dots in them as objects in objects (`prefect/server/events/schemas/labelling.py`). */
export class Diver extends Thing {
  readonly #labels: Labels
  readonly #text: string

  constructor(labels: Labels, text = '') {
    super()
    this.#labels = labels
    this.#text = text
  }

  member(key: string): unknown {
    const own = Object.hasOwn(this.#labels, key) ? this.#labels[key] : undefined
    if (key.includes('.')) return own ?? undefined
    const below = Object.entries(this.#labels).flatMap(([label, value]) =>
      label.startsWith(`${key}.`) ? [[label.slice(key.length + 1), value] as const] : [],
    )
    if (own === undefined && below.length === 0) return undefined
    return new Diver(Object.fromEntries(below), own ?? '')
  }

  override isTrue(): boolean {
    return this.#text !== '' || Object.keys(this.#labels).length > 0
  }

  override text(): string {
    return this.#text
  }

  toJSON(): string {
    return this.#text
  }
}
