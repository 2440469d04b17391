/**
 * A delay in seconds about an average, drawn from an exponential distribution that is cut above at `1 + spread`
 * averages and below so that the average stays about the same (`clamped_poisson_interval`,
 * `prefect/utilities/math.py`). `chance` in [0, 1) decides. Zero for an average that is not positive.
 */
export function boundedDelay(
  average: number,
  { chance, spread = 0.3 }: { readonly chance: number; readonly spread?: number },
): number {
  if (average <= 0) return 0
  const most = 1 + spread
  const lower = fallenBelow(leastMultiple(most))
  const upper = fallenBelow(most)
  return -Math.log(Math.max(1 - (lower + chance * (upper - lower)), 1e-10)) * average
}

/** The share of an exponential distribution below so many averages. */
function fallenBelow(averages: number): number {
  return 1 - Math.exp(-averages)
}

/** The lower bound in averages that leaves as much below the median as the upper one leaves above it. */
function leastMultiple(most: number): number {
  return most >= 50 ? 0 : Math.log2(Math.max(2 ** most / (2 ** most - 1), 1e-10))
}
