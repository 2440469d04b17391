/** The longest cache key of a task run, in characters (`max_cache_key_length`). */
const MOST_CHARACTERS = 2000

/** Why a cache key is refused, in Prefect's words; undefined if it is not. Characters are counted, not UTF-16 units. */
export function cacheKeyProblem(key: string): string | undefined {
  if (key.length <= MOST_CHARACTERS || Array.from(key).length <= MOST_CHARACTERS) return undefined
  return `Cache key exceeded maximum allowed length of ${MOST_CHARACTERS} characters.`
}
