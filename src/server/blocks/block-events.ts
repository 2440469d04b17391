import type { Json } from '../../model/json.ts'
import { emitEvents } from '../events/emit-event.ts'
import { type Lifecycle, lifecycleEvent } from '../events/lifecycle-event.ts'
import { relatedResource } from '../model/event.ts'
import type { BlockType } from '../store/block-type.ts'
import type { Store, Writer } from '../store/store.ts'
import type { BlockDocument } from './document-assembly.ts'

type Action = Lifecycle['action']

/** Tells what happened to a block type. */
export async function tellOfType(trx: Writer, store: Store, action: Action, type: BlockType): Promise<void> {
  const { id, created: _created, updated: _updated, ...payload } = type
  const event = lifecycleEvent(store, { kind: 'block-type', action, id, name: type.name, payload })
  await emitEvents(trx, store, [event])
}

/**
 * Tells what happened to a block, which must be given with its secrets masked. As with Prefect the event holds those
 * texts that are not secret, and nobody hears of anonymous blocks.
 */
export async function tellOfDocument(trx: Writer, store: Store, action: Action, block: BlockDocument): Promise<void> {
  if (block.is_anonymous) return
  const { id, name, block_schema: schema, block_type_id: typeId, block_type_name: typeName } = block
  const secret = schema?.fields.secret_fields
  const secretNames: readonly Json[] = Array.isArray(secret) ? secret : []
  const data = Object.entries(block.data).filter(
    ([key, value]) => typeof value === 'string' && !secretNames.includes(key),
  )
  const payload = {
    name,
    data: Object.fromEntries(data),
    block_schema: schema && { capabilities: schema.capabilities, block_type: { id: typeId, name: typeName ?? '' } },
  }
  const related = [
    relatedResource('block-type', typeId, 'block-type', typeName),
    relatedResource('block-schema', block.block_schema_id, 'block-schema'),
  ]
  await emitEvents(trx, store, [lifecycleEvent(store, { kind: 'block-document', action, id, name, payload, related })])
}
