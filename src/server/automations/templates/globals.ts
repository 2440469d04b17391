import { RenderFailure } from './failure.ts'
import { type Named, Namespace, numberOf, typeName } from './values.ts'

/** `MAX_TEMPLATE_RANGE`, `prefect/server/utilities/user_templates.py`. */
const MOST_IN_RANGE = 100

/** The functions that every template may call. */
export const GLOBALS: { readonly [name: string]: unknown } = {
  range: (args: readonly unknown[]) => {
    const numbers = args.map((one) => {
      const number = numberOf(one)
      if (number !== undefined && Number.isInteger(number)) return number
      throw new RenderFailure('TypeError', `'${typeName(one)}' object cannot be interpreted as an integer`)
    })
    const [first = 0, second, step = 1] = numbers
    const [start, stop] = second === undefined ? [0, first] : [first, second]
    if (step === 0) throw new RenderFailure('ValueError', 'range() arg 3 must not be zero')
    const length = Math.max(Math.ceil((stop - start) / step), 0)
    if (length > MOST_IN_RANGE) {
      throw new RenderFailure(
        'OverflowError',
        `Range too big. The sandbox blocks ranges larger than MAX_TEMPLATE_RANGE=${MOST_IN_RANGE}.`,
      )
    }
    return Array.from({ length }, (_none, at) => start + at * step)
  },
  dict: (_args: readonly unknown[], named: Named) => named,
  namespace: (_args: readonly unknown[], named: Named) => new Namespace(named),
}
