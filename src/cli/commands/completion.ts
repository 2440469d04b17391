import type { Context } from '../context.ts'
import type { Shell } from '../shells.ts'
import { completionScript } from '../views/completion-script.ts'

/** `registrar completion <shell>`: the script to put into the shell's start-up file. */
export function completion(context: Context, _flags: {}, shell: Shell): void {
  context.process.stdout.write(completionScript(shell))
}
