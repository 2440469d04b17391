import type { Store } from './store.ts'

/** The same store, and how many transactions it has written. */
export function counted(store: Store): { readonly store: Store; readonly writes: () => number } {
  let count = 0
  return {
    store: {
      ...store,
      async write(work) {
        const result = await store.write(work)
        count += 1
        return result
      },
    },
    writes: () => count,
  }
}
