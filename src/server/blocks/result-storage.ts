import { refused } from '../problem.ts'
import { readStoredDocument } from '../store/block-document.ts'
import { readSchemaFamily } from '../store/block-schema.ts'
import { deleteConfiguration, readConfiguration, writeConfiguration } from '../store/configuration.ts'
import type { Reader, Writer } from '../store/store.ts'

const KEY = 'server-default-result-storage'

/** The block that results are stored with when nothing else is said; null if there is none. */
export function readResultStorage(db: Reader): Promise<string | null> {
  return readConfiguration(db, KEY)
}

/** Throws the 404 of a block that is not there, and the 422 of one that nothing can be written to. */
export async function setResultStorage(trx: Writer, blockId: string): Promise<void> {
  const document = await readStoredDocument(trx, blockId)
  if (document === undefined) throw refused(404, `Block document ${blockId} not found.`)
  const { schemas } = await readSchemaFamily(trx, [document.block_schema_id])
  if (!schemas.get(document.block_schema_id)?.capabilities.includes('write-path')) {
    throw refused(422, `Block document ${blockId} cannot be used for result storage.`)
  }
  await writeConfiguration(trx, KEY, blockId)
}

export function clearResultStorage(trx: Writer): Promise<void> {
  return deleteConfiguration(trx, KEY)
}

/** To be called after blocks were deleted: the choice goes with its block. */
export async function forgetLostResultStorage(trx: Writer): Promise<void> {
  const blockId = await readResultStorage(trx)
  if (blockId !== null && (await readStoredDocument(trx, blockId)) === undefined) await clearResultStorage(trx)
}
