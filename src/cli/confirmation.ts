import { confirm } from '@clack/prompts'
import type { Key } from 'node:readline'
import type { Readable, Writable } from 'node:stream'

/** Asks a person yes or no. Enter, Escape, Ctrl-C, Ctrl-D and the end of the input mean no. */
export async function confirmation(
  message: string,
  { input, output }: { readonly input: Readable; readonly output: Writable },
): Promise<boolean> {
  const gone = new AbortController()
  const leave = () => gone.abort()
  // the prompt itself would wait for ever
  const onKey = (_text: string | undefined, key: Key) => {
    if (key.ctrl && key.name === 'd') leave()
  }
  input.on('keypress', onKey)
  input.once('end', leave)
  try {
    return (await confirm({ message, initialValue: false, input, output, signal: gone.signal })) === true
  } finally {
    input.off('keypress', onKey)
    input.off('end', leave)
  }
}
