/**
 * The version of the Prefect client that sent a `User-Agent`, as in `3.8.8`; undefined for any other client
 * (`prefect/server/api/dependencies.py`).
 */
export function clientVersionOf(userAgent: string | undefined): string | undefined {
  return /^prefect\/(\d+\.\d+\.\d[a-z.+0-9]*) \(API \S+\)$/.exec(userAgent ?? '')?.[1]
}
