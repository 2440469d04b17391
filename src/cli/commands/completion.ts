import { proposeCompletions } from '@stricli/core'
import { app } from '../app.ts'
import type { Context } from '../context.ts'
import type { Shell } from '../shells.ts'
import { completionScript } from '../views/completion-script.ts'

/** `registrar completion <shell>`: the script to put into the shell's start-up file. */
export function completion(context: Context, _flags: {}, shell: Shell): void {
  context.process.stdout.write(completionScript(shell))
}

/** `registrar __complete -- <word…>`: what could stand in place of the last word, one a line. */
export async function propose(context: Context, _flags: {}, ...words: string[]): Promise<void> {
  const inputs = wordsAfterDirectory(words)
  const proposals = await proposeCompletions(app, inputs, context)
  const isFlag = words.at(-1)?.startsWith('-') ?? false
  const lines = proposals
    .map(({ completion }) => completion)
    .filter((text) => !text.startsWith('__') && (isFlag || text !== '--'))
  context.process.stdout.write(lines.map((line) => `${line}\n`).join(''))
}

/** `-C DIR` before the command is not one of stricli's words. */
function wordsAfterDirectory(words: readonly string[]): readonly string[] {
  return words[0] === '-C' && words.length > 2 ? wordsAfterDirectory(words.slice(2)) : words
}
