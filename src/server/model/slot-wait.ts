/**
 * The longest that clients are told to wait for slots, in seconds: of a limit on a tag
 * (`tag_concurrency_slot_wait_seconds`), and of any other.
 */
export const MOST_WAIT_SECONDS = { tag: 10, other: 30 } as const
