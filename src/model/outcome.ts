import type { Change } from './plan.ts'

/** What became of one change. Every change of an applied plan has exactly one. */
export type Outcome =
  | {
      readonly change: Change
      readonly result: 'created' | 'updated' | 'adopted' | 'pruned' | 'unchanged'
      readonly unsettled: readonly string[]
    }
  | { readonly change: Change; readonly result: 'failed'; readonly error: unknown }
  | { readonly change: Change; readonly result: 'not_attempted' }
