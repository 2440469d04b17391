import type { Compilable, CompiledQuery } from 'kysely'
import type { Reader } from './access.ts'

/**
 * A query that is built and compiled once, at its first use: for what is asked thousands of times a second, building
 * costs more than SQLite does. `build` may only hand its parameters on to the query, as values: it sees stand-ins for
 * them. Gives a function that asks it.
 */
export function prepared<Parameters extends readonly unknown[], Row>(
  build: (db: Reader, ...parameters: Parameters) => Compilable<Row>,
): (db: Reader, ...parameters: Parameters) => Promise<readonly Row[]> {
  let template: CompiledQuery<Row> | undefined
  return async (db, ...parameters) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the builder hands them on without looking at them
    template ??= build(db, ...(parameters.map((_, index) => new StandIn(index)) as unknown as Parameters)).compile()
    const bound = template.parameters.map((value) => (value instanceof StandIn ? parameters[value.index] : value))
    const { rows } = await db.executeQuery<Row>({ ...template, parameters: bound })
    return rows
  }
}

/** Takes the place of a parameter while its query is built. */
class StandIn {
  readonly index: number

  constructor(index: number) {
    this.index = index
  }
}
