import { RegistrarError } from '../model/error.ts'

/** The command line, with what stands before the command taken off. */
export type Arguments = {
  /** The command, its flags and paths. */
  readonly words: readonly string[]
  /** `-C DIR`, as it was given. */
  readonly directory?: string
  /** `--no-color`, wherever it stands. */
  readonly noColor: boolean
}

/**
 * Takes `-C DIR` (before the command; several add up, as git has it) and `--no-color` off the command line. What follows
 * `--` is left alone.
 */
export function argumentsOf(argv: readonly string[]): Arguments {
  const { directories, rest } = leadingDirectories(argv)
  const end = rest.indexOf('--')
  const head = end === -1 ? rest : rest.slice(0, end)
  const words = [...head.filter((word) => word !== '--no-color'), ...(end === -1 ? [] : rest.slice(end))]
  return {
    words,
    noColor: head.includes('--no-color'),
    ...(directories.length > 0 ? { directory: joined(directories) } : {}),
  }
}

function leadingDirectories(argv: readonly string[]): {
  readonly directories: readonly string[]
  readonly rest: readonly string[]
} {
  const directories: string[] = []
  const skipped: string[] = []
  let index = 0
  for (; index < argv.length; index += 1) {
    const word = argv[index] ?? ''
    if (word === '--no-color') skipped.push(word)
    else if (word === '-C') {
      index += 1
      directories.push(directoryAfter(argv[index]))
    } else if (word.startsWith('-C') && word.length > 2) directories.push(word.slice(2))
    else break
  }
  return { directories, rest: [...skipped, ...argv.slice(index)] }
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
