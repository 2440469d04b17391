import { RegistrarError } from '../model/error.ts'

/** The command line, with what holds for every command taken off. */
export type Arguments = {
  /** The command, its flags and paths. */
  readonly words: readonly string[]
  /** `-C DIR`, as it was given. */
  readonly directory?: string
  /** `--no-color`, wherever it stands. */
  readonly noColor: boolean
}

/**
 * Takes `-C DIR` (several add up, as git has it) and `--no-color` off the command line, wherever they stand. What
 * follows `--` is left alone.
 */
export function argumentsOf(argv: readonly string[]): Arguments {
  const end = argv.indexOf('--')
  const head = end === -1 ? argv : argv.slice(0, end)
  const { directories, rest } = withoutDirectories(head)
  return {
    words: [...rest.filter((word) => word !== '--no-color'), ...(end === -1 ? [] : argv.slice(end))],
    noColor: rest.includes('--no-color'),
    ...(directories.length > 0 ? { directory: joined(directories) } : {}),
  }
}

function withoutDirectories(words: readonly string[]) {
  const directories: string[] = []
  const rest: string[] = []
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? ''
    if (word === '-C') {
      index += 1
      directories.push(directoryAfter(words[index]))
    } else if (/^-C./.test(word)) directories.push(word.slice(2))
    else rest.push(word)
  }
  return { directories, rest }
}

function directoryAfter(word: string | undefined): string {
  if (word !== undefined && word !== '') return word
  throw new RegistrarError({
    code: 'usage',
    subject: '-C',
    message: 'expected a folder after it',
    hint: 'registrar -C path/to/project plan',
  })
}

/** Each is relative to the one before. */
function joined(directories: readonly string[]): string {
  return directories.reduce((base, next) => (next.startsWith('/') ? next : `${base}/${next}`))
}
