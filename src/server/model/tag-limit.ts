// A limit on a tag of task runs is a global limit whose name begins with `tag:`.

const PREFIX = 'tag:'

/** The name of the limit on a tag. */
export function nameOfTag(tag: string): string {
  return PREFIX + tag
}

/** The tag that a limit is on, by the limit's name; undefined for any other limit. */
export function tagOfName(name: string): string | undefined {
  return name.startsWith(PREFIX) ? name.slice(PREFIX.length) : undefined
}

/** Why a task run gets no slot of a limit that is 0, in Prefect's words. */
export function deadlockReason(tag: string): string {
  return `The concurrency limit on tag "${tag}" is 0 and will deadlock if the task tries to run again.`
}
