import type { Paint } from '../paint.ts'
import type { Moment } from './schedule-text.ts'

/** What a plan looks like depends on when it is looked at, the server's date library, and the terminal's colours. */
export type PlanView = Moment & { readonly paint: Paint }
