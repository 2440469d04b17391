import { PrefectApiError } from '../../client/api-error.ts'
import { RegistrarError } from '../../model/error.ts'
import { connected, writeAccess } from '../connection.ts'
import type { Context } from '../context.ts'
import { devSession } from '../dev-session.ts'
import type { EmbeddedFlags } from '../embedded-server.ts'
import { EXIT } from '../exit-code.ts'
import { targetQuestion } from '../planning.ts'
import { openProject } from '../project.ts'
import { embeddedTarget, environmentTarget, namedTarget, type Target } from '../target.ts'
import { untilAborted } from '../until-aborted.ts'
import { devHeader, watchingText } from '../views/dev-text.ts'

export type DevFlags = EmbeddedFlags & {
  readonly prune?: boolean
  readonly target?: string
  readonly allowRemote?: boolean
  readonly noWatch?: boolean
  readonly noColor?: boolean
}

/** `registrar dev`: an embedded server, or one on this machine, that has what the specs say, from save to save. */
export async function dev(context: Context, flags: DevFlags): Promise<void> {
  const { stdout } = context.process
  // from here on a Ctrl-C lets the server start and end in order
  const { signal } = context
  const { config } = await openProject(context, flags.target)
  const question = targetQuestion(context, config, flags.target)
  const other = flags.target === undefined ? environmentTarget(question) : namedTarget(flags.target, question)
  if (other !== undefined) {
    refuseRemote(context, other, flags)
    stdout.write(`${devHeader(other)}\n`)
    return explained(other, () => follow(context, flags, other))
  }
  const { withEmbeddedServer } = await import('../embedded-server.ts')
  await withEmbeddedServer(context, flags, async (server) => {
    if (signal.aborted) return
    stdout.write(`${devHeader(server)}\n`)
    await follow(context, flags, embeddedTarget(server.url, question))
  })
}

/** PREFECT_API_URL is often set for Prefect's own tools, and may name the embedded server that is to be started here. */
async function explained({ identity }: Target, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (cause) {
    if (!(cause instanceof PrefectApiError) || cause.code !== 'api_unreachable') throw cause
    throw new RegistrarError({
      code: 'no_server',
      subject: identity.url,
      message: `nothing answers there, and ${identity.name} names it`,
      hint: 'start that server, or unset PREFECT_API_URL: then dev starts an embedded one',
      cause,
    })
  }
}

/** Applies now and after every change of a file, until Ctrl-C. */
async function follow(context: Context, flags: DevFlags, target: Target): Promise<void> {
  const { stdout, stderr } = context.process
  const { signal, root } = context
  await connected(context, target, { access: writeAccess, verbose: flags.verbose }, async (connection) => {
    const session = devSession(context, flags, { target, connection })
    if (flags.noWatch) {
      stdout.write(`${await session.first()} Not watching (Ctrl-C stops)\n`)
      return untilAborted(signal)
    }
    const [{ watchFolder }, { levelTriggered }] = await Promise.all([
      import('../../source/watch.ts'),
      import('../../reconcile/level-triggered.ts'),
    ])
    // watching begins before the first look, so that nothing is missed in between
    const loop = levelTriggered(session.again)
    let isFirst = true
    let movedMeanwhile = false
    const watch = await watchFolder(root, {
      onNudge: () => {
        if (isFirst) movedMeanwhile = true
        else void loop.nudge()
      },
      onError: (error) => stderr.write(`${stderr.paint('yellow', 'warning:')} watching: ${String(error)}\n`),
    })
    try {
      const sum = await session.first()
      stdout.write(signal.aborted ? `${sum}\n` : `${sum} ${watchingText(session.files())}\n`)
      isFirst = false
      if (movedMeanwhile) await loop.nudge()
      await untilAborted(signal)
    } finally {
      await watch.close()
      await loop.stop()
    }
  })
}

/** A slip with PREFECT_API_URL must not write to a shared server on every save. */
function refuseRemote(context: Context, { identity, isLocal }: Target, { allowRemote }: DevFlags): void {
  if (isLocal || allowRemote) return
  context.process.exitCode = EXIT.refused
  throw new RegistrarError({
    code: 'remote_refused',
    subject: identity.url,
    message: 'dev writes on every save, and this server is not on this machine',
    hint: 'unset PREFECT_API_URL to use the embedded server, use plan and apply, or allow it with --allow-remote',
  })
}
