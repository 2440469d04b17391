import type { Context } from '../context.ts'
import { type EmbeddedFlags, withEmbeddedServer } from '../embedded-server.ts'
import { untilAborted } from '../until-aborted.ts'
import { devHeader } from '../views/dev-text.ts'

export type ServerStartFlags = EmbeddedFlags & { readonly verbose?: boolean; readonly noColor?: boolean }

/** `registrar server start`: runs the embedded server until Ctrl-C. */
export async function serverStart(context: Context, flags: ServerStartFlags): Promise<void> {
  const { signal } = context
  await withEmbeddedServer(context, flags, async (server) => {
    if (signal.aborted) return
    context.process.stdout.write(
      `${devHeader(server)}\nPrefect's own tools: PREFECT_API_URL=${server.url}/api (Ctrl-C stops)\n`,
    )
    await untilAborted(signal)
  })
}
