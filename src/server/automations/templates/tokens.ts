import { TemplateProblem } from './problem.ts'

/** A piece of a template. `begin` and `end` are the marks around what is looked at. */
export type Token = {
  readonly kind: 'text' | 'begin' | 'end' | 'name' | 'string' | 'integer' | 'float' | 'sign' | 'over'
  readonly text: string
  readonly line: number
}

/** No template is longer than this: reading one of it takes a third of a second. */
const LONGEST = 2 ** 18

/** What stands between two marks is no longer than this: whatever is read is also walked through. */
const MOST_TOKENS = 600

const MARK = /\{([{%#])([-+]?)/g
const CLOSE = { '{': '}}', '%': '%}' } as const
const RAW = /\{%([-+]?)\s*raw\s*(-?)%\}/y
const END_OF_RAW = /\{%(-?)\+?\s*endraw\s*([-+]?)%\}/g
const TOKEN =
  /([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)|(\d[\d_]*(?:\.\d[\d_]*(?:[eE][+-]?\d+)?|[eE][+-]?\d+))|(\d[\d_]*)|"((?:\\[^]|[^"\\])*)"|'((?:\\[^]|[^'\\])*)'|(\*\*|\/\/|==|!=|<=|>=|[-+/*%~[\](){}<>=.,:|])/y

/** Cuts a template into pieces, as Jinja does with its own settings. Throws a `TemplateProblem`. */
export function tokensOf(text: string): readonly Token[] {
  if (text.length > LONGEST)
    throw new TemplateProblem(`This server takes no templates of more than ${LONGEST} letters.`, 1)
  return new Lexer(text.replaceAll(/\r\n?/g, '\n').replace(/\n$/, '')).read()
}

class Lexer {
  readonly #source: string
  readonly #tokens: Token[] = []
  #at = 0
  #line = 1
  /** Where the present line ends. */
  #newline: number
  /** Whether the last mark takes away the white space after it. */
  #isTrimmed = false

  constructor(source: string) {
    this.#source = source
    this.#newline = nextNewline(source, 0)
  }

  read(): readonly Token[] {
    for (;;) {
      MARK.lastIndex = this.#at
      const mark = MARK.exec(this.#source)
      if (mark === null) break
      const [whole, kind = '', trim] = mark
      this.#text(mark.index, trim === '-')
      RAW.lastIndex = mark.index
      if (kind === '#') this.#comment(whole)
      else if (RAW.test(this.#source)) this.#raw(mark.index)
      else if (kind === '{' || kind === '%') this.#marked(whole, kind)
    }
    this.#text(this.#source.length, false)
    this.#push('over', '')
    return this.#tokens
  }

  #text(end: number, isTrimmedBefore: boolean): void {
    const whole = this.#source.slice(this.#at, end)
    const begun = this.#isTrimmed ? whole.trimStart() : whole
    const text = isTrimmedBefore ? begun.trimEnd() : begun
    if (text !== '') this.#push('text', text)
    this.#move(end)
    this.#isTrimmed = false
  }

  #comment(whole: string): void {
    const end = this.#source.indexOf('#}', this.#at + whole.length)
    if (end < 0) throw new TemplateProblem('Missing end of comment tag', this.#line)
    this.#isTrimmed = this.#source[end - 1] === '-'
    this.#move(end + 2)
  }

  #raw(begin: number): void {
    RAW.lastIndex = begin
    const trimBegin = RAW.exec(this.#source)?.[2] === '-'
    const from = RAW.lastIndex
    END_OF_RAW.lastIndex = from
    const end = END_OF_RAW.exec(this.#source)
    if (end === null) throw new TemplateProblem('Missing end of raw directive', this.#line)
    this.#move(from)
    this.#isTrimmed = trimBegin
    this.#text(end.index, end[1] === '-')
    this.#move(END_OF_RAW.lastIndex)
    this.#isTrimmed = end[2] === '-'
  }

  #marked(whole: string, kind: '{' | '%'): void {
    this.#push('begin', `{${kind}`)
    this.#move(this.#at + whole.length)
    const close = CLOSE[kind]
    const open: string[] = []
    for (let count = 0; ; count += 1) {
      if (count > MOST_TOKENS) {
        throw new TemplateProblem(
          `This server takes no more than ${MOST_TOKENS} words within one ${whole} ${close}.`,
          this.#line,
        )
      }
      const space = /\s*/y
      space.lastIndex = this.#at
      this.#move(this.#at + (space.exec(this.#source)?.[0].length ?? 0))
      if (this.#at >= this.#source.length) return
      if (open.length === 0 && this.#ends(close)) return
      this.#token(open)
    }
  }

  #ends(close: '}}' | '%}'): boolean {
    const trim = this.#source[this.#at] ?? ''
    const isMarked = trim === '-' || (trim === '+' && close === '%}')
    const at = isMarked ? this.#at + 1 : this.#at
    if (!this.#source.startsWith(close, at)) return false
    this.#push('end', close)
    this.#move(at + 2)
    this.#isTrimmed = trim === '-'
    return true
  }

  #token(open: string[]): void {
    TOKEN.lastIndex = this.#at
    const found = TOKEN.exec(this.#source)
    const begin = this.#at
    if (found === null) {
      const char = this.#source.charAt(begin)
      throw new TemplateProblem(`unexpected char ${char === "'" ? `"'"` : `'${char}'`} at ${begin}`, this.#line)
    }
    const [whole, name, float, integer, double, single, sign = ''] = found
    if (name !== undefined) this.#push('name', name)
    else if (float !== undefined) this.#push('float', float.replaceAll('_', ''))
    else if (integer !== undefined) this.#push('integer', integer.replaceAll('_', ''))
    else if (sign === '') this.#push('string', unescaped(double ?? single ?? ''))
    else this.#sign(sign, open)
    this.#move(begin + whole.length)
  }

  #sign(sign: string, open: string[]): void {
    const closing = PAIRS.get(sign)
    if (closing !== undefined) open.push(closing)
    else if (sign === ')' || sign === ']' || sign === '}') {
      const expected = open.pop()
      if (expected === undefined) throw new TemplateProblem(`unexpected '${sign}'`, this.#line)
      if (expected !== sign) throw new TemplateProblem(`unexpected '${sign}', expected '${expected}'`, this.#line)
    }
    this.#push('sign', sign)
  }

  #push(kind: Token['kind'], text: string): void {
    this.#tokens.push({ kind, text, line: this.#line })
  }

  #move(to: number): void {
    for (; this.#newline < to; this.#newline = nextNewline(this.#source, this.#newline + 1)) this.#line += 1
    this.#at = to
  }
}

function nextNewline(source: string, from: number): number {
  const at = source.indexOf('\n', from)
  return at < 0 ? Infinity : at
}

const PAIRS: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
])

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\u0007',
  '0': '\0',
  '\n': '',
}

/** A text with Python's escapes; those that it does not have stay as they are. */
function unescaped(text: string): string {
  return text.replaceAll(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|([^]))/g,
    (all, byte?: string, unit?: string, one = '') => {
      const code = byte ?? unit
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16))
      if (one === '\\' || one === "'" || one === '"') return one
      return (Object.hasOwn(ESCAPES, one) ? ESCAPES[one] : undefined) ?? all
    },
  )
}
