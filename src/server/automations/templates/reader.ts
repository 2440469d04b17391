import { Float } from './values.ts'
import { UNBUILT_FILTERS } from './filters.ts'
import { Cursor, shown } from './cursor.ts'
import type { Arguments, BinarySign, Call, Comparison, ComparisonSign, Expression, Target } from './tree.ts'

/** How deep brackets may stand within each other. */
const DEEPEST = 50

/** Reads the expressions of a template. */
export class Reader extends Cursor {
  #depth = 0
  /** All names that are read. */
  readonly names = new Set<string>()

  /** What a loop or an assignment gives a value to. */
  target(ends: readonly string[], mayBeMember = false): Target {
    const items: Target[] = []
    let isTuple = false
    for (;;) {
      if (this.current.kind === 'end' || this.isSign('=') || this.isSign(')') || ends.some((end) => this.isName(end)))
        break
      items.push(this.#oneTarget(mayBeMember))
      if (!this.skipSign(',')) break
      isTuple = true
    }
    const [first] = items
    if (first === undefined) throw this.problem(`Expected an expression, got '${shown(this.current)}'`)
    return isTuple ? { kind: 'tuple', items } : first
  }

  #oneTarget(mayBeMember: boolean): Target {
    if (this.skipSign('(')) {
      const target = this.#deeper(() => this.target([]))
      this.expectSign(')')
      return target
    }
    const token = this.current
    const isConstant = token.kind === 'string' || token.kind === 'integer' || token.kind === 'float'
    if (isConstant || CONSTANTS.has(token.text)) throw this.problem(`can't assign to 'const'`, token)
    const name = this.name()
    if (!mayBeMember || !this.skipSign('.')) return { kind: 'name', name }
    this.names.add(name)
    return { kind: 'member', name, member: this.name() }
  }

  /** One expression, or several with commas between them. */
  tuple({
    isChoice = true,
    isBracketed = false,
  }: {
    readonly isChoice?: boolean
    readonly isBracketed?: boolean
  }): Expression {
    const items: Expression[] = []
    let isTuple = false
    while (!this.#isOver()) {
      items.push(isChoice ? this.expression() : this.#or())
      if (!this.skipSign(',')) break
      isTuple = true
    }
    const [first] = items
    if (first === undefined && !isBracketed) {
      throw this.problem(`Expected an expression, got '${shown(this.current)}'`)
    }
    return isTuple || first === undefined ? { kind: 'tuple', items } : first
  }

  #isOver(): boolean {
    return this.current.kind === 'end' || this.isSign(')')
  }

  #deeper<T>(read: () => T): T {
    if (this.#depth >= DEEPEST) throw this.problem('This server takes no expressions that are nested so deep.')
    this.#depth += 1
    const result = read()
    this.#depth -= 1
    return result
  }

  expression(): Expression {
    return this.#deeper(() => {
      let value = this.#or()
      while (this.skipName('if')) {
        const test = this.#or()
        value = { kind: 'choice', test, yes: value, no: this.skipName('else') ? this.expression() : undefined }
      }
      return value
    })
  }

  #or(): Expression {
    let left = this.#and()
    while (this.skipName('or')) left = { kind: 'binary', sign: 'or', left, right: this.#and() }
    return left
  }

  #and(): Expression {
    let left = this.#not()
    while (this.skipName('and')) left = { kind: 'binary', sign: 'and', left, right: this.#not() }
    return left
  }

  #not(): Expression {
    if (!this.skipName('not')) return this.#compare()
    return { kind: 'unary', sign: 'not', of: this.#deeper(() => this.#not()) }
  }

  #compare(): Expression {
    const left = this.#sum()
    const rest: Comparison[] = []
    for (let sign = this.#comparison(); sign !== undefined; sign = this.#comparison()) {
      rest.push({ sign, value: this.#sum() })
    }
    return rest.length === 0 ? left : { kind: 'compare', left, rest }
  }

  #comparison(): ComparisonSign | undefined {
    const sign = COMPARISONS.find((one) => this.isSign(one))
    if (sign !== undefined) {
      this.next()
      return sign
    }
    if (this.skipName('in')) return 'in'
    const after = this.following
    if (!this.isName('not') || after?.kind !== 'name' || after.text !== 'in') return undefined
    this.next()
    this.next()
    return 'not in'
  }

  #sum(): Expression {
    return this.#chain(['+', '-'], () => this.#concatenation())
  }

  #concatenation(): Expression {
    return this.#chain(['~'], () => this.#product())
  }

  #product(): Expression {
    return this.#chain(['*', '//', '/', '%'], () => this.#chain(['**'], () => this.#unary(true)))
  }

  #chain(signs: readonly BinarySign[], read: () => Expression): Expression {
    let left = read()
    for (;;) {
      const sign = signs.find((one) => this.isSign(one))
      if (sign === undefined) return left
      this.next()
      left = { kind: 'binary', sign, left, right: read() }
    }
  }

  #unary(hasFilters: boolean): Expression {
    const sign = this.isSign('-') ? '-' : this.isSign('+') ? '+' : undefined
    if (sign !== undefined) {
      this.next()
      const of = this.#deeper(() => this.#unary(false))
      const value: Expression = { kind: 'unary', sign, of }
      return hasFilters ? this.#filtered(value) : value
    }
    const value = this.#postfix(this.#primary())
    return hasFilters ? this.#filtered(value) : value
  }

  #primary(): Expression {
    const token = this.next()
    switch (token.kind) {
      case 'name':
        if (CONSTANTS.has(token.text)) return { kind: 'constant', value: CONSTANTS.get(token.text) }
        this.names.add(token.text)
        return { kind: 'name', name: token.text }
      case 'string': {
        let { text } = token
        while (this.current.kind === 'string') text += this.next().text
        return { kind: 'constant', value: text }
      }
      case 'integer':
        return { kind: 'constant', value: Number(token.text) }
      case 'float':
        return { kind: 'constant', value: Float.of(Number(token.text)) }
      case 'sign':
        if (token.text === '(') return this.#bracketed()
        if (token.text === '[') return { kind: 'list', items: this.#items(']') }
        if (token.text === '{') return this.#dict()
        throw this.problem(`unexpected '${token.text}'`, token)
      case 'text':
      case 'begin':
      case 'end':
      case 'over':
        throw this.problem(`unexpected '${shown(token)}'`, token)
    }
  }

  #bracketed(): Expression {
    const value = this.#deeper(() => this.tuple({ isBracketed: true }))
    this.expectSign(')')
    return value
  }

  #items(close: ']' | ')'): readonly Expression[] {
    const items: Expression[] = []
    while (!this.skipSign(close)) {
      if (items.length > 0) this.expectSign(',')
      if (this.skipSign(close)) break
      items.push(this.expression())
    }
    return items
  }

  #dict(): Expression {
    const items: { key: Expression; value: Expression }[] = []
    while (!this.skipSign('}')) {
      if (items.length > 0) this.expectSign(',')
      if (this.skipSign('}')) break
      const key = this.expression()
      this.expectSign(':')
      items.push({ key, value: this.expression() })
    }
    return { kind: 'dict', items }
  }

  #postfix(value: Expression): Expression {
    let of = value
    for (;;) {
      if (this.skipSign('.')) of = this.#member(of)
      else if (this.skipSign('[')) of = this.#subscript(of)
      else if (this.skipSign('(')) of = { kind: 'call', of, ...this.#arguments() }
      else return of
    }
  }

  #member(of: Expression): Expression {
    const token = this.next()
    if (token.kind === 'name') return { kind: 'attribute', of, name: token.text }
    if (token.kind !== 'integer') throw this.problem('expected name or number', token)
    return { kind: 'item', of, key: { kind: 'constant', value: Number(token.text) } }
  }

  #subscript(of: Expression): Expression {
    const part = () => (this.isSign(':') || this.isSign(']') ? undefined : this.expression())
    const start = part()
    if (start !== undefined && this.skipSign(']')) return { kind: 'item', of, key: start }
    this.expectSign(':')
    const stop = part()
    const step = this.skipSign(':') ? part() : undefined
    this.expectSign(']')
    return { kind: 'slice', of, start, stop, step }
  }

  #arguments(): Arguments {
    const positional: Expression[] = []
    const named: { name: string; value: Expression }[] = []
    for (let count = 0; !this.skipSign(')'); count += 1) {
      if (count > 0) this.expectSign(',')
      if (this.skipSign(')')) break
      if (this.isSign('*') || this.isSign('**')) throw this.problem('This server takes no arguments with asterisks.')
      const after = this.following
      if (this.current.kind === 'name' && after?.kind === 'sign' && after.text === '=') {
        const name = this.name()
        this.expectSign('=')
        named.push({ name, value: this.expression() })
      } else if (named.length > 0) throw this.problem('invalid syntax for function call expression')
      else positional.push(this.expression())
    }
    return { positional, named }
  }

  #filtered(value: Expression): Expression {
    let of = value
    for (;;) {
      if (this.isSign('|')) of = { kind: 'filter', of, filter: this.#filter() }
      else if (this.skipName('is')) of = this.#test(of)
      // Jinja takes a call after a filter, too
      else if (this.skipSign('(')) of = { kind: 'call', of, ...this.#arguments() }
      else return of
    }
  }

  /** The filters of a block, the first of which stands there without its sign if there `isFirst`. */
  filters(isFirst: boolean): readonly Call[] {
    const filters: Call[] = isFirst ? [this.#call()] : []
    while (this.isSign('|')) filters.push(this.#filter())
    return filters
  }

  #filter(): Call {
    this.expectSign('|')
    const token = this.current
    const call = this.#call()
    if (UNBUILT_FILTERS.has(call.name)) throw this.problem(`This server has no filter '${call.name}'.`, token)
    return call
  }

  #call(): Call {
    let name = this.name()
    while (this.skipSign('.')) name += `.${this.name()}`
    return { name, ...(this.skipSign('(') ? this.#deeper(() => this.#arguments()) : NONE) }
  }

  #test(of: Expression): Expression {
    const isNot = this.skipName('not')
    let name = this.name()
    while (this.skipSign('.')) name += `.${this.name()}`
    const test = { name, ...this.#testArguments() }
    return isNot ? { kind: 'unary', sign: 'not', of: { kind: 'test', of, test } } : { kind: 'test', of, test }
  }

  /** A test takes one argument without brackets. */
  #testArguments(): Arguments {
    if (this.skipSign('(')) return this.#deeper(() => this.#arguments())
    const { kind, text } = this.current
    const isValue = kind === 'name' ? !WORDS.has(text) : kind === 'string' || kind === 'integer' || kind === 'float'
    if (!isValue && !this.isSign('[') && !this.isSign('{')) return NONE
    if (this.isName('is')) throw this.problem('You cannot chain multiple tests with is')
    return { positional: [this.#postfix(this.#primary())], named: [] }
  }
}

const NONE: Arguments = { positional: [], named: [] }
const WORDS = new Set(['else', 'or', 'and'])
const COMPARISONS = ['==', '!=', '<=', '>=', '<', '>'] as const

const CONSTANTS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['none', null],
  ['None', null],
])
