import type { Shell } from '../shells.ts'

/** The completion script of a shell. It asks `registrar __complete` with the words typed so far, else offers files. */
export function completionScript(shell: Shell): string {
  switch (shell) {
    case 'bash':
      return BASH
    case 'zsh':
      return ZSH
    case 'fish':
      return FISH
  }
}

const BASH = `_registrar() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -W "$(registrar __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _registrar registrar
`

const ZSH = `_registrar() {
  local -a proposals
  proposals=(\${(f)"$(registrar __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)"})
  if (( \${#proposals} )); then compadd -- $proposals; else _files; fi
}
compdef _registrar registrar
`

const FISH = `complete -c registrar -a '(registrar __complete -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
`
