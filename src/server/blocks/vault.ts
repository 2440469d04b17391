import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { readConfiguration, writeConfiguration } from '../store/configuration.ts'
import { hasBlockDocuments } from '../store/block-document.ts'
import type { Store } from '../store/store.ts'
import { ServerError } from '../server-error.ts'
import { keyFileOf, makeKey, readKey } from './key-file.ts'

/** Encrypts what blocks hold before it is stored: AES-256-GCM, each text bound to the block that it belongs to. */
export type Vault = {
  /** The encrypted text of block `id`. */
  seal(id: string, text: string): string
  /** What was sealed for block `id`. Throws when it was made with another key or for another block. */
  open(id: string, sealed: string): string
}

/**
 * The vault of a data folder. Its key is made once; the data remember which key it was, so that a foreign one is
 * refused at the start instead of failing with every block. In memory the key is as short-lived as the data. Throws a
 * `ServerError` when the key cannot be used.
 */
export async function openVault(folder: string, store: Store): Promise<Vault> {
  if (folder === ':memory:') return vaultWith(randomBytes(32))
  const file = keyFileOf(folder)
  const found = readKey(file)
  const { known, isUsed } = await store.read(async (db) => ({
    known: (await readConfiguration(db, FINGERPRINT)) ?? undefined,
    isUsed: await hasBlockDocuments(db),
  }))
  if (found === undefined && isUsed) throw missing(file)
  const key = found ?? makeKey(file)
  const mark = fingerprint(key)
  if (known === mark) return vaultWith(key)
  if (isUsed) throw foreign(file)
  await store.write((trx) => writeConfiguration(trx, FINGERPRINT, mark))
  return vaultWith(key)
}

const FINGERPRINT = 'blocks-key-fingerprint'

/** Tells keys apart and says nothing about them. */
function fingerprint(key: Buffer): string {
  return createHmac('sha256', key).update('fingerprint of the key of the blocks').digest('base64url')
}

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

function vaultWith(key: Buffer): Vault {
  return {
    seal(id, text) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(id))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64')
    },
    open(id, sealed) {
      const bytes = Buffer.from(sealed, 'base64')
      const [nonce, tag] = [bytes.subarray(0, NONCE_BYTES), bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES)]
      const decipher = createDecipheriv(CIPHER, key, nonce).setAAD(Buffer.from(id)).setAuthTag(tag)
      const body = bytes.subarray(NONCE_BYTES + TAG_BYTES)
      return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
    },
  }
}

function missing(file: string): ServerError {
  return new ServerError({
    code: 'key_file_missing',
    subject: file,
    message: 'the key is gone with which the blocks of this data folder were encrypted',
    hint: 'Put back the file from a backup of the data folder. Without it the blocks cannot be read by anyone.',
  })
}

function foreign(file: string): ServerError {
  return new ServerError({
    code: 'key_file_foreign',
    subject: file,
    message: 'the blocks of this data folder were encrypted with another key',
    hint: 'Put back the file that belongs to these data.',
  })
}
