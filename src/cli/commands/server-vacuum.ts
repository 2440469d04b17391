import { statSync } from 'node:fs'
import { RegistrarError } from '../../model/error.ts'
import { openIdle } from '../../server/store/backup.ts'
import type { Context } from '../context.ts'
import { findServerData } from '../data-folder.ts'
import { withProgress } from '../progress.ts'
import { jsonText } from './plan.ts'

export type ServerVacuumFlags = {
  readonly data?: string
  readonly json?: boolean
  readonly verbose?: boolean
  readonly noColor?: boolean
}

/**
 * `registrar server vacuum`: gives the space of what was deleted back to the disk. A running server does it in small
 * steps beside its work; an idle database is written anew, which also puts its pages in order.
 */
export async function serverVacuum(context: Context, flags: ServerVacuumFlags): Promise<void> {
  const { stdout, stderr } = context.process
  const data = await findServerData(context, flags.data)
  const done = await withProgress(stderr, 'vacuuming the database', async () => {
    if (data.kind === 'idle') return vacuumIdle(data.file)
    await data.ask('POST', '/registrar/vacuum')
    return undefined
  })
  if (flags.json) return stdout.write(jsonText({ server: data.kind, ...done }))
  stdout.write(
    done === undefined
      ? 'The running server has given its unused space back to the disk.\n'
      : `${(done.before / 1e6).toFixed(1)} MB before, ${(done.after / 1e6).toFixed(1)} MB after.\n`,
  )
}

function vacuumIdle(file: string): { readonly before: number; readonly after: number } {
  const database = openIdle(file)
  try {
    database.pragma('wal_checkpoint(TRUNCATE)')
    const before = statSync(file).size
    database.pragma('auto_vacuum = INCREMENTAL')
    database.exec('vacuum')
    database.pragma('wal_checkpoint(TRUNCATE)')
    return { before, after: statSync(file).size }
  } catch (cause) {
    throw new RegistrarError({
      code: 'vacuum_failed',
      subject: file,
      message: `the database stays as it was: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: 'It is written anew, which needs as much room again as it has. A damaged one is replaced by a backup.',
      cause,
    })
  } finally {
    database.close()
  }
}
