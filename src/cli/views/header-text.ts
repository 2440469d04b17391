import type { TargetIdentity } from '../../model/plan.ts'
import type { Paint } from '../paint.ts'
import { printable } from './printable.ts'

/** Which server, and under which name things are owned there: `server   http://…/api   (profile dev, scope etl)`. */
export function headerText(
  { identity, isEmbedded }: { readonly identity: TargetIdentity; readonly isEmbedded: boolean },
  scope: string,
  paint: Paint,
): string {
  const url = paint('bold', printable(identity.url))
  if (isEmbedded) return `embedded server   ${url}   (scope ${scope})`
  return `server   ${url}   (${printable(identity.name)}, scope ${scope})`
}
