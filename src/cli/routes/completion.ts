import { buildCommand } from '@stricli/core'
import type { Context } from '../context.ts'
import { reporting } from '../reporting.ts'
import { SHELLS, type Shell } from '../shells.ts'

export const completionRoute = buildCommand<{}, [Shell], Context>({
  loader: async () => reporting((await import('../commands/completion.ts')).completion),
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [
        { parse: shellOf, placeholder: 'bash|zsh|fish', brief: 'Your shell', proposeCompletions: () => SHELLS },
      ],
    },
  },
  docs: {
    brief: 'Print the completion script of your shell',
    fullDescription: `EXAMPLES
  eval "$(registrar completion bash)"                                          in ~/.bashrc
  eval "$(registrar completion zsh)"                                           in ~/.zshrc
  registrar completion fish > ~/.config/fish/completions/registrar.fish`,
  },
})

function shellOf(text: string): Shell {
  const shell = SHELLS.find((one) => one === text)
  if (shell) return shell
  throw new TypeError(`expected ${SHELLS.join(', ')}, got "${text}"`)
}
