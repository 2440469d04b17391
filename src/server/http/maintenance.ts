import { createReadStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { refused } from '../problem.ts'
import { reasonOf } from '../reason.ts'
import type { Services } from '../services.ts'
import { type Route, get, ok, post } from './route.ts'

/** `/registrar`: what this server has beside Prefect's routes, for its own command line. */
export function maintenanceRoutes({ store, timers, log }: Services): readonly Route[] {
  let isCopying = false
  return [
    get('/registrar/backup', {
      summary: 'Read a copy of the whole database as an SQLite file',
      answers: { 200: { media: 'application/vnd.sqlite3' } },
      async handle() {
        if (isCopying) throw refused(409, 'A backup is being made. Ask again when it is done.')
        isCopying = true
        try {
          return await copyOf((file) => store.backup(file))
        } catch (error) {
          log.error({ error: reasonOf(error) }, 'no copy of the database could be made')
          // not 503: clients would try again, and find no more room
          throw refused(507, `In the server's folder ${tmpdir()} no copy can be made: ${reasonOf(error)}`)
        } finally {
          isCopying = false
        }
      },
    }),
    post('/registrar/vacuum', {
      summary: 'Give the space of what was deleted back to the disk',
      answers: { 200: 'any' },
      async handle() {
        let rounds = 0
        while (store.reclaim(PAGES_AT_ONCE)) {
          rounds += 1
          await new Promise<void>((resolve) => void timers.after(0, resolve))
        }
        return ok({ rounds })
      },
    }),
  ]
}

/** 4 MB, so that other requests wait some milliseconds at most. */
const PAGES_AT_ONCE = 1000

/** The copy as an answer; its file is gone once it has been sent, or the client has. */
async function copyOf(write: (file: string) => Promise<void>): Promise<Response> {
  const folder = await mkdtemp(join(tmpdir(), 'registrar-backup-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    const file = join(folder, 'registrar.db')
    await write(file)
    const { size } = await stat(file)
    const stream = createReadStream(file).on('close', () => void remove())
    const headers = { 'content-type': 'application/vnd.sqlite3', 'content-length': String(size) }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- node's and the DOM's types of one and the same stream
    return new Response(Readable.toWeb(stream) as ReadableStream, { headers })
  } catch (error) {
    await remove()
    throw error
  }
}
