import { TemplateProblem } from './problem.ts'
import { Reader } from './reader.ts'
import type { Call, Node, Target, Template } from './tree.ts'

/** How many loops a template may have, and how many of them within each other (`prefect/server/utilities/user_templates.py`). */
const MOST_LOOPS = 10
const DEEPEST_LOOP = 2
/** How many blocks may stand within each other. */
const DEEPEST_BLOCK = 50

/** Whether a text may be a template. */
export function isTemplate(text: string): boolean {
  return text.includes('{{') || text.includes('{%')
}

/** Reads a Jinja template, which need not be good for every value. Throws a `TemplateProblem` for what Jinja or this server does not take. */
export function parseTemplate(source: string): Template {
  return new Parser(source).template(source)
}

class Parser {
  readonly #reader: Reader
  /** The blocks that are open, and with what each can go on. */
  readonly #open: { readonly tag: string; readonly ends: readonly string[] }[] = []
  #loops = 0
  #deepest = 0

  constructor(source: string) {
    this.#reader = new Reader(source)
  }

  template(source: string): Template {
    const body = this.#nodes()
    if (this.#loops > MOST_LOOPS) {
      throw new TemplateProblem(
        `Contains ${this.#loops} for loops. Templates can contain no more than ${MOST_LOOPS} for loops.`,
        0,
      )
    }
    if (this.#deepest > DEEPEST_LOOP) {
      throw new TemplateProblem(
        `Contains nested for loops at a depth of ${this.#deepest}. Templates can nest for loops no more than ` +
          `${DEEPEST_LOOP} loops deep.`,
        0,
      )
    }
    return { source, body, names: this.#reader.names }
  }

  /** Everything up to a tag that the innermost block goes on or ends with. */
  #nodes(): readonly Node[] {
    const reader = this.#reader
    const nodes: Node[] = []
    for (;;) {
      const token = reader.current
      if (token.kind === 'over') {
        if (this.#open.length > 0) throw reader.problem(`Unexpected end of template.${this.#lookedFor()}`)
        return nodes
      }
      reader.next()
      if (token.kind === 'text') nodes.push({ kind: 'text', text: token.text })
      else if (token.text === '{{') {
        nodes.push({ kind: 'print', value: reader.tuple({}) })
        reader.end('}}')
      } else {
        const tag = reader.current
        if (tag.kind !== 'name') throw reader.problem('tag name expected')
        if (this.#open.at(-1)?.ends.includes(tag.text)) return nodes
        reader.next()
        nodes.push(...this.#statement(tag.text, tag.line))
      }
    }
  }

  #statement(tag: string, line: number): readonly Node[] {
    const reader = this.#reader
    switch (tag) {
      case 'if':
        return [this.#choice()]
      case 'for':
        return [this.#loop()]
      case 'set':
        return [this.#set()]
      case 'with':
        return [this.#with()]
      case 'filter': {
        const filters = reader.filters(true)
        return [{ kind: 'filter-block', filters, body: this.#block('filter', 'endfilter') }]
      }
      case 'print': {
        const value = reader.tuple({})
        reader.end('%}')
        return [{ kind: 'print', value }]
      }
    }
    if (UNBUILT.has(tag)) throw new TemplateProblem(`This server renders no {% ${tag} %}.`, line)
    throw new TemplateProblem(`Encountered unknown tag '${tag}'.${this.#lookedFor(tag)}`, line)
  }

  #lookedFor(tag = ''): string {
    const innermost = this.#open.at(-1)
    if (innermost === undefined) return ''
    const ends = innermost.ends.map((end) => `'${end}'`).join(' or ')
    const isMisplaced = this.#open.some((block) => block.ends.includes(tag))
    const wanted = isMisplaced
      ? ` You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for ${ends}.`
      : ` Jinja was looking for the following tags: ${ends}.`
    return `${wanted} The innermost block that needs to be closed is '${innermost.tag}'.`
  }

  /** The content of a block up to one of its ends, which is then the present token. */
  #within(tag: string, ends: readonly string[]): readonly Node[] {
    if (this.#open.length >= DEEPEST_BLOCK)
      throw this.#reader.problem('This server takes no blocks that are nested so deep.')
    this.#reader.end('%}')
    this.#open.push({ tag, ends })
    const nodes = this.#nodes()
    this.#open.pop()
    return nodes
  }

  #block(tag: string, end: string): readonly Node[] {
    const body = this.#within(tag, [end])
    this.#reader.next()
    this.#reader.end('%}')
    return body
  }

  #choice(): Node {
    const reader = this.#reader
    const branches = []
    let otherwise: readonly Node[] = []
    for (let isOpen = true; isOpen;) {
      const test = reader.tuple({ isChoice: false })
      branches.push({ test, body: this.#within('if', ['elif', 'else', 'endif']) })
      const { text } = reader.next()
      isOpen = text === 'elif'
      if (text === 'else') {
        otherwise = this.#within('if', ['endif'])
        reader.next()
      }
    }
    reader.end('%}')
    return { kind: 'if', branches, otherwise }
  }

  #loop(): Node {
    const reader = this.#reader
    this.#loops += 1
    const target = reader.target(['in'])
    reader.expectName('in')
    const list = reader.tuple({ isChoice: false })
    const test = reader.skipName('if') ? reader.expression() : undefined
    if (reader.current.text === 'recursive') throw reader.problem('This server renders no recursive loops.')
    const depth = this.#open.filter(({ tag }) => tag === 'for').length + 1
    this.#deepest = Math.max(this.#deepest, depth)
    const body = this.#within('for', ['endfor', 'else'])
    let otherwise: readonly Node[] = []
    if (reader.next().text === 'else') {
      otherwise = this.#within('for', ['endfor'])
      reader.next()
    }
    reader.end('%}')
    return { kind: 'for', target, list, test, body, otherwise }
  }

  #set(): Node {
    const reader = this.#reader
    const target = reader.target([], true)
    if (reader.skipSign('=')) {
      const value = reader.tuple({})
      reader.end('%}')
      return { kind: 'set', target, value }
    }
    const filters: readonly Call[] = reader.filters(false)
    return { kind: 'set-block', target, filters, body: this.#block('set', 'endset') }
  }

  #with(): Node {
    const reader = this.#reader
    const values: { target: Target; value: ReturnType<Reader['expression']> }[] = []
    while (reader.current.kind !== 'end') {
      if (values.length > 0) reader.expectSign(',')
      const target = reader.target([])
      reader.expectSign('=')
      values.push({ target, value: reader.expression() })
    }
    return { kind: 'with', values, body: this.#block('with', 'endwith') }
  }
}

/** What Jinja has beside what is rendered here. */
const UNBUILT = new Set(['block', 'extends', 'macro', 'call', 'include', 'from', 'import', 'autoescape'])
