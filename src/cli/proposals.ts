import { type Application, proposeCompletions } from '@stricli/core'
import type { Context } from './context.ts'

/** The hidden word by which completion scripts ask: `registrar __complete -- <word…>`. */
export const PROPOSE = '__complete'

/** What could stand in place of the last of the words typed so far. */
export async function proposalsFor(
  app: Application<Context>,
  words: readonly string[],
  context: Context,
): Promise<readonly string[]> {
  const typed = words[0] === '--' ? words.slice(1) : words
  const proposals = await proposeCompletions(app, afterDirectory(typed), context)
  const isFlag = typed.at(-1)?.startsWith('-') ?? false
  // where a path can stand, the shell offers files only if nothing is proposed
  return proposals.map(({ completion }) => completion).filter((text) => isFlag || !text.startsWith('-'))
}

/** `-C DIR` before the command is not one of stricli's words. */
function afterDirectory(words: readonly string[]): readonly string[] {
  return words[0] === '-C' && words.length > 2 ? afterDirectory(words.slice(2)) : words
}
