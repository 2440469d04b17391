/** The moment as UNIX milliseconds. The composition root passes `Date.now`; tests pass a number that they move. */
export type Clock = () => number
