import type { Kysely, Transaction } from 'kysely'
import type { Tables } from './tables.ts'

/** What functions that only read take. A transaction is one, too. */
export type Reader = Kysely<Tables>

/** What functions that write take: their work commits together or not at all. */
export type Writer = Transaction<Tables>
