import type { Micros, Wall } from './wall.ts'

/** One firing: the instant, and its digits in the schedule's zone. */
export type Firing = { readonly instant: Micros; readonly wall: Wall }
