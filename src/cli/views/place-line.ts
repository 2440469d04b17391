import type { Place } from '../../model/place.ts'
import { printable } from './printable.ts'

/** `deployments/etl.yaml:3`: where to look, as terminals and editors link it. */
export function placeLine(place: Place): string {
  return `${printable(place.file)}:${place.line}`
}
