import type { Refusal } from '../../model/plan.ts'
import type { Paint } from '../paint.ts'
import { countText } from './count-text.ts'
import { printable } from './printable.ts'

/** A refusal for the terminal: what is refused and why, then the one thing that would allow it. */
export function refusalText(refusal: Refusal, paint: Paint): string {
  return `${paint(['bold', 'red'], 'REFUSED')}  ${refusalMessage(refusal)}\n         → ${refusalRemedy(refusal)}`
}

/** What is refused and why. */
export function refusalMessage(refusal: Refusal): string {
  switch (refusal.code) {
    case 'prune_nothing_desired':
      return `no spec was found, and pruning would delete ${countText(refusal.prunes, 'deployment')}: everything this scope owns`
    case 'prune_too_many':
      return `pruning would delete ${refusal.prunes} of ${countText(refusal.managed, 'managed deployment')} (${refusal.percent} %, the limit is 20 %)`
    case 'prune_protected':
      return `protected deployments would be deleted: ${refusal.keys.map(printable).join(', ')}`
    case 'prune_count_differs':
      return `--allow-delete ${refusal.allowed} was given, but the plan deletes ${refusal.prunes}`
  }
}

/** What to do so that the plan may be applied. */
export function refusalRemedy(refusal: Refusal): string {
  switch (refusal.code) {
    case 'prune_nothing_desired':
      return `check the folder and the patterns; if all ${refusal.prunes} are to go: --prune --allow-delete ${refusal.prunes}`
    case 'prune_too_many':
      return `if they are to go: --prune --allow-delete ${refusal.prunes}`
    case 'prune_protected':
      return 'put the specs back, or apply them once with protect: false before removing them'
    case 'prune_count_differs':
      return `if they are to go: --prune --allow-delete ${refusal.prunes}`
  }
}
