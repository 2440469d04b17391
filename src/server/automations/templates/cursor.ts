import { TemplateProblem } from './problem.ts'
import { type Token, tokensOf } from './tokens.ts'

/** Goes through the tokens of a template, and says what it did not find. */
export class Cursor {
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(source: string) {
    this.#tokens = tokensOf(source)
  }

  get current(): Token {
    const token = this.#tokens[this.#at] ?? this.#tokens.at(-1)
    if (token === undefined) throw new Error('no tokens')
    return token
  }

  get following(): Token | undefined {
    return this.#tokens[this.#at + 1]
  }

  next(): Token {
    const token = this.current
    if (token.kind !== 'over') this.#at += 1
    return token
  }

  problem(message: string, token = this.current): TemplateProblem {
    return new TemplateProblem(message, token.line)
  }

  isSign(text: string): boolean {
    return this.#is('sign', text)
  }

  isName(text: string): boolean {
    return this.#is('name', text)
  }

  skipSign(text: string): boolean {
    return this.#skip('sign', text)
  }

  skipName(text: string): boolean {
    return this.#skip('name', text)
  }

  expectSign(text: string): void {
    if (!this.skipSign(text)) throw this.unexpected(text)
  }

  expectName(text: string): void {
    if (!this.skipName(text)) throw this.unexpected(text)
  }

  end(mark: '}}' | '%}'): void {
    if (this.current.kind !== 'end') throw this.unexpected(NAMES_OF_ENDS[mark])
    this.next()
  }

  name(): string {
    if (this.current.kind !== 'name') throw this.unexpected('name')
    return this.next().text
  }

  unexpected(expected: string): TemplateProblem {
    if (this.current.kind === 'over') return this.problem(`unexpected end of template, expected '${expected}'.`)
    return this.problem(`expected token '${expected}', got '${shown(this.current)}'`)
  }

  #is(kind: 'sign' | 'name', text: string): boolean {
    return this.current.kind === kind && this.current.text === text
  }

  #skip(kind: 'sign' | 'name', text: string): boolean {
    const is = this.#is(kind, text)
    if (is) this.next()
    return is
  }
}

const NAMES_OF_ENDS = { '}}': 'end of print statement', '%}': 'end of statement block' } as const

/** What Jinja calls a token. */
export function shown({ kind, text }: Token): string {
  switch (kind) {
    case 'end':
      return text === '}}' ? NAMES_OF_ENDS['}}'] : NAMES_OF_ENDS['%}']
    case 'over':
      return 'end of template'
    case 'string':
    case 'integer':
    case 'float':
      return kind
    case 'name':
    case 'sign':
    case 'begin':
      return text
    case 'text':
      return 'template data / text'
  }
}
