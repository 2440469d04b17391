import { type Json, type JsonObject, isJsonObject } from '../../model/json.ts'
import type { RelatedResource } from '../model/event.ts'
import { SYSTEM_BLOCKS } from '../blocks/system-blocks.ts'
import { ActionFailed, type ActionAttempt } from './action-attempt.ts'
import { asked, refusalReason, textOrEmpty } from './ask-api.ts'
import type { TriggeredAction } from '../model/firing.ts'

/** A block that an action uses, with its secrets. */
export type UsedBlock = { readonly id: string; readonly name: string; readonly type: string; readonly data: JsonObject }

/**
 * Reads the block that an action uses as a webhook or for a notification, and tells that it was. Throws an `ActionFailed`
 * when it is not there, and when only the package that made its type knows what it is.
 */
export async function usedBlock(
  triggered: TriggeredAction,
  { id, use }: { readonly id: string; readonly use: 'webhook' | 'notification' },
  attempt: ActionAttempt,
): Promise<UsedBlock> {
  const path = `/block_documents/${id}?include_secrets=true`
  const { status, body } = await asked(triggered, attempt, { method: 'GET', path })
  if (status >= 300) throw new ActionFailed(refusalReason(triggered.action.type, status, body))
  const { name, data, block_type: type } = isJsonObject(body) ? body : {}
  const block = {
    id,
    name: textOrEmpty(name),
    type: isJsonObject(type) ? textOrEmpty(type['slug']) : '',
    data: isJsonObject(data) ? data : {},
  }
  if (!SYSTEM_BLOCKS.some(({ slug }) => slug === block.type)) {
    throw new ActionFailed(
      `The ${use} block was invalid: this server knows no class for blocks of type '${block.type}'`,
    )
  }
  attempt.events.push({
    event: `prefect.block.${block.type}.loaded`,
    resource: { 'prefect.resource.id': `prefect.block-document.${id}`, 'prefect.resource.name': block.name },
    related: [blockType(block)],
  })
  return block
}

/** The block and its type, as what an action had to do with. */
export function blockResources(block: UsedBlock): readonly RelatedResource[] {
  return [
    {
      'prefect.resource.id': `prefect.block-document.${block.id}`,
      'prefect.resource.role': 'block',
      'prefect.resource.name': block.name,
    },
    blockType(block),
  ]
}

function blockType({ type }: UsedBlock): RelatedResource {
  return { 'prefect.resource.id': `prefect.block-type.${type}`, 'prefect.resource.role': 'block-type' }
}

/** The methods that a block may call with. */
export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** The fields of a block, each as its class wants it. Throws a `WrongField` that names the first that is not so. */
export class BlockFields {
  readonly #data: JsonObject

  constructor(data: JsonObject) {
    this.#data = data
  }

  text(name: string): string {
    const value = this.#data[name]
    if (typeof value !== 'string') throw new WrongField(`${name}: Input should be a valid string`)
    return value
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.#data[name] ?? fallback
    if (typeof value !== 'boolean') throw new WrongField(`${name}: Input should be a valid boolean`)
    return value
  }

  number(name: string, fallback: number): number {
    const value = this.#data[name] ?? fallback
    if (typeof value !== 'number') throw new WrongField(`${name}: Input should be a valid number`)
    return value
  }

  oneOf<T extends string>(name: string, allowed: readonly T[], fallback: T): T {
    const value = this.#data[name] ?? fallback
    const found = allowed.find((one) => one === value)
    if (found === undefined) throw new WrongField(`${name}: Input should be one of ${allowed.join(', ')}`)
    return found
  }

  object(name: string): JsonObject {
    const value = this.#data[name] ?? {}
    if (!isJsonObject(value)) throw new WrongField(`${name}: Input should be a valid dictionary`)
    return value
  }

  texts(name: string): Readonly<Record<string, string>> {
    return textsOf(this.object(name), name)
  }

  value(name: string): Json | undefined {
    return this.#data[name] ?? undefined
  }
}

/** A field of a block that is not as its class wants it. */
export class WrongField extends Error {}

/** Texts by name. Throws a `WrongField` for anything else. */
export function textsOf(value: JsonObject, name: string): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {}
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') throw new WrongField(`${name}.${key}: Input should be a valid string`)
    texts[key] = text
  }
  return texts
}
