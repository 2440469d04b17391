import { Budget } from './budget.ts'
import { RenderFailure } from './failure.ts'
import { type Filters, filtered } from './filters.ts'
import { GLOBALS } from './globals.ts'
import { Loop } from './loop.ts'
import { attributeOf, itemOf } from './members.ts'
import { combined, negated } from './operators.ts'
import { Scope } from './scope.ts'
import { sliced } from './slice.ts'
import { contains, isSo } from './tests.ts'
import type { Arguments, Call, Comparison, Expression, Node, Target, Template } from './tree.ts'
import {
  type Named,
  Namespace,
  Tuple,
  Undefined,
  compared,
  isEqual,
  isTrue,
  itemsOf,
  lettersOf,
  iterated,
  numberOf,
  textOf,
  typeName,
} from './values.ts'

/** What templates can speak of, by name. */
export type Context = { readonly [name: string]: unknown }

/**
 * The text that a template gives. What is not there gives nothing, as in Jinja. Bounded in time and size. Throws a
 * `RenderFailure`.
 */
export function renderText({ body }: Template, context: Context, filters: Filters = new Map()): string {
  try {
    return new Renderer(filters).text(body, new Scope(undefined, { ...GLOBALS, ...context }))
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new RenderFailure('RecursionError', 'maximum recursion depth exceeded', error)
  }
}

class Renderer {
  readonly #budget = new Budget()
  readonly #filters: Filters

  constructor(filters: Filters) {
    this.#filters = filters
  }

  text(nodes: readonly Node[], scope: Scope): string {
    const parts = nodes.map((node) => this.#node(node, scope))
    this.#budget.make(parts.reduce((sum, part) => sum + part.length, 0))
    return parts.join('')
  }

  #node(node: Node, scope: Scope): string {
    this.#budget.step()
    switch (node.kind) {
      case 'text':
        return node.text
      case 'print':
        return textOf(this.#touched(this.value(node.value, scope)))
      case 'if': {
        const branch = node.branches.find(({ test }) => isTrue(this.value(test, scope)))
        return this.text(branch?.body ?? node.otherwise, scope)
      }
      case 'for':
        return this.#loop(node, scope)
      case 'set':
        this.#assign(node.target, this.value(node.value, scope), scope)
        return ''
      case 'set-block':
        this.#assign(node.target, this.#changed(this.text(node.body, new Scope(scope)), node.filters, scope), scope)
        return ''
      case 'with': {
        const inner = new Scope(scope)
        for (const { target, value } of node.values) this.#assign(target, this.value(value, scope), inner)
        return this.text(node.body, inner)
      }
      case 'filter-block':
        return textOf(this.#changed(this.text(node.body, new Scope(scope)), node.filters, scope))
    }
  }

  #changed(text: string, filters: readonly Call[], scope: Scope): unknown {
    return filters.reduce<unknown>((value, filter) => this.#filter(value, filter, scope), text)
  }

  #loop({ target, list, test, body, otherwise }: Extract<Node, { readonly kind: 'for' }>, scope: Scope): string {
    const scopes = iterated(this.value(list, scope)).flatMap((item) => {
      this.#budget.step()
      const inner = new Scope(scope)
      this.#assign(target, item, inner)
      return test === undefined || isTrue(this.value(test, inner)) ? [{ inner, item }] : []
    })
    if (scopes.length === 0) return this.text(otherwise, new Scope(scope))
    const items = scopes.map(({ item }) => item)
    return scopes
      .map(({ inner }, at) => {
        inner.set('loop', new Loop(items, at))
        return this.text(body, inner)
      })
      .join('')
  }

  #assign(target: Target, value: unknown, scope: Scope): void {
    switch (target.kind) {
      case 'name':
        scope.set(target.name, value)
        return
      case 'member': {
        const space = scope.value(target.name)
        if (!(space instanceof Namespace)) {
          throw new RenderFailure('TemplateRuntimeError', 'cannot assign attribute on non-namespace object')
        }
        space.values.set(target.member, value)
        return
      }
      case 'tuple': {
        const items = iterated(value)
        if (items.length !== target.items.length) {
          const found =
            items.length < target.items.length
              ? `not enough values to unpack (expected ${target.items.length}, got ${items.length})`
              : `too many values to unpack (expected ${target.items.length})`
          throw new RenderFailure('ValueError', found)
        }
        for (const [at, one] of target.items.entries()) this.#assign(one, items[at], scope)
      }
    }
  }

  value(expression: Expression, scope: Scope): unknown {
    this.#budget.step()
    switch (expression.kind) {
      case 'constant':
        return expression.value
      case 'name':
        return this.#named(expression.name, scope)
      case 'list':
        return this.#touched(expression.items.map((item) => this.value(item, scope)))
      case 'tuple':
        return this.#touched(new Tuple(expression.items.map((item) => this.value(item, scope))))
      case 'dict':
        return this.#touched(
          Object.fromEntries(
            expression.items.map(({ key, value }) => [textOf(this.value(key, scope)), this.value(value, scope)]),
          ),
        )
      case 'attribute':
        return attributeOf(this.value(expression.of, scope), expression.name, this.#budget)
      case 'item':
        return itemOf(this.value(expression.of, scope), this.value(expression.key, scope), this.#budget)
      case 'slice':
        return this.#slice(expression, scope)
      case 'call':
        return this.#call(expression, scope)
      case 'filter':
        return this.#filter(this.value(expression.of, scope), expression.filter, scope)
      case 'test': {
        const { name, positional } = expression.test
        const [argument] = positional
        const value = this.#touched(this.value(expression.of, scope))
        return isSo(value, name, argument === undefined ? undefined : this.#touched(this.value(argument, scope)))
      }
      case 'unary':
        if (expression.sign === 'not') return !isTrue(this.value(expression.of, scope))
        return negated(expression.sign, this.value(expression.of, scope))
      case 'binary':
        return this.#binary(expression, scope)
      case 'compare':
        return this.#compare(this.value(expression.left, scope), expression.rest, scope)
      case 'choice':
        if (isTrue(this.value(expression.test, scope))) return this.value(expression.yes, scope)
        if (expression.no !== undefined) return this.value(expression.no, scope)
        return new Undefined('the inline if-expression evaluated to false and no else section was defined.')
    }
  }

  /** Counts all of what is about to be looked at. */
  #touched<T>(value: T): T {
    this.#budget.touch(value)
    return value
  }

  #named(name: string, scope: Scope): unknown {
    const value = scope.value(name)
    return value === undefined ? new Undefined(`'${name}' is undefined`) : value
  }

  #binary({ sign, left, right }: Extract<Expression, { readonly kind: 'binary' }>, scope: Scope): unknown {
    const first = this.value(left, scope)
    if (sign === 'and') return isTrue(first) ? this.value(right, scope) : first
    if (sign === 'or') return isTrue(first) ? first : this.value(right, scope)
    return combined(sign, this.#touched(first), this.#touched(this.value(right, scope)), this.#budget)
  }

  #compare(first: unknown, rest: readonly Comparison[], scope: Scope): boolean {
    let left = this.#touched(first)
    for (const { sign, value } of rest) {
      const right = this.#touched(this.value(value, scope))
      if (!holds(sign, left, right)) return false
      left = right
    }
    return true
  }

  #filter(value: unknown, { name, ...given }: Call, scope: Scope): unknown {
    return filtered(this.#filters, name, this.#touched(value), {
      ...this.#arguments(given, scope),
      budget: this.#budget,
    })
  }

  #arguments(
    { positional, named }: Arguments,
    scope: Scope,
  ): { readonly args: readonly unknown[]; readonly named: Named } {
    return {
      args: positional.map((value) => this.#touched(this.value(value, scope))),
      named: Object.fromEntries(named.map(({ name, value }) => [name, this.#touched(this.value(value, scope))])),
    }
  }

  #call({ of, ...given }: Extract<Expression, { readonly kind: 'call' }>, scope: Scope): unknown {
    const callee = this.value(of, scope)
    if (callee instanceof Undefined) throw callee.fail()
    if (typeof callee !== 'function')
      throw new RenderFailure('TypeError', `'${typeName(callee)}' object is not callable`)
    const { args, named } = this.#arguments(given, scope)
    const result: unknown = callee(args, named)
    return result
  }

  #slice(expression: Extract<Expression, { readonly kind: 'slice' }>, scope: Scope): unknown {
    const bounds = [expression.start, expression.stop, expression.step].map((part) =>
      part === undefined ? undefined : numberOf(this.value(part, scope)),
    )
    const value = this.value(expression.of, scope)
    if (value instanceof Undefined) return value
    this.#budget.touch(value)
    const items = typeof value === 'string' ? lettersOf(value) : itemsOf(value)
    if (items === undefined) return new Undefined(`'${typeName(value)} object' has no element`)
    const found = sliced(items, bounds)
    this.#budget.make(found.length)
    if (typeof value === 'string') return found.join('')
    return value instanceof Tuple ? new Tuple(found) : found
  }
}

function holds(sign: Comparison['sign'], left: unknown, right: unknown): boolean {
  switch (sign) {
    case '==':
      return isEqual(left, right)
    case '!=':
      return !isEqual(left, right)
    case 'in':
      return contains(right, left)
    case 'not in':
      return !contains(right, left)
    case '<':
      return compared(left, right, sign) < 0
    case '<=':
      return compared(left, right, sign) <= 0
    case '>':
      return compared(left, right, sign) > 0
    case '>=':
      return compared(left, right, sign) >= 0
  }
}
