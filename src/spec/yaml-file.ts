import type { Document, LineCounter, Node, YAMLMap, YAMLSeq } from 'yaml'
import type { Finding, FindingDetail } from '../model/finding.ts'
import type { Place } from '../model/place.ts'
import type { FileReading, SpecDocument } from './document.ts'
import { aliasTargets, isMergeKey, locate, type Yaml, yamlTree } from './yaml-tree.ts'

/** Far more than a person nests; the parser itself cannot bear some ten thousand levels. */
const DEEPEST = 200
/** How often anchors may be used, counted through nested ones: many for shared pieces, too few for a bomb. */
const MOST_ALIASES = 10_000

type Parsed = { readonly yaml: Yaml; readonly file: string; readonly text: string; readonly lines: LineCounter }

/**
 * The documents of a YAML file (1.2 core schema, merge keys on). A document with a syntax error is left out and has one
 * finding for it, and one for each key that is written twice.
 */
export async function readYaml(file: string, text: string): Promise<FileReading> {
  const deep = tooDeep(text)
  if (deep !== undefined) {
    const detail: FindingDetail = { code: 'yaml_syntax', detail: `it is nested more than ${DEEPEST} levels deep` }
    return { documents: [], findings: [{ severity: 'error', at: { file, line: deep, column: 1 }, ...detail }] }
  }
  const yaml = await import('yaml')
  const lines = new yaml.LineCounter()
  const options = {
    merge: true,
    stringKeys: true,
    prettyErrors: false,
    lineCounter: lines,
    logLevel: 'silent',
  } as const
  if (text.trim() === '') {
    return { documents: [], findings: [{ severity: 'warning', at: { file, line: 1, column: 1 }, code: 'file_blank' }] }
  }
  const parsed = { yaml, file, text, lines }
  const found = yaml.parseAllDocuments(text, options)
  const documents: readonly Document[] = Array.isArray(found) ? found : []
  if (documents.length === 0) return { documents: [], findings: [emptyAt({ file, line: 1, column: 1 })] }
  const readings = documents.map((document) => readDocument(document, parsed))
  return {
    documents: readings.flatMap((reading) => reading.documents),
    findings: readings.flatMap((reading) => reading.findings),
  }
}

function emptyAt(at: Place): Finding {
  return { severity: 'warning', at, code: 'document_empty' }
}

/** The line on which brackets, indentation or dashes pass the depth that the parser is given. */
function tooDeep(text: string): number | undefined {
  let brackets = 0
  for (const [index, line] of text.split('\n').entries()) {
    for (const character of line) {
      if (character === '[' || character === '{') brackets += 1
      else if (character === ']' || character === '}') brackets = Math.max(0, brackets - 1)
    }
    const dashes = /^(?:\s*[-?:]\s)+/.exec(line)?.[0].replaceAll(/\s/g, '').length ?? 0
    if (brackets > DEEPEST || dashes > DEEPEST || /^\s{4000}/.test(line)) return index + 1
  }
  return undefined
}

function readDocument(document: Document, parsed: Parsed): FileReading {
  const errors = syntaxFindings(document, parsed)
  if (errors.length > 0) return { documents: [], findings: errors }
  if (document.contents === null || (parsed.yaml.isScalar(document.contents) && document.contents.value === null)) {
    return { documents: [], findings: [emptyAt(placeAt(parsed, document.range?.[0] ?? 0))] }
  }
  const unfolded = unfold(document)
  if (unfolded.ok) return { documents: [specDocument(document, unfolded.value, parsed)], findings: [] }
  const faulty = faultyNode(document, parsed) ?? firstKey(document.contents, parsed)
  const at = placeAt(parsed, faulty?.range?.[0] ?? 0)
  return { documents: [], findings: [{ severity: 'error', at, code: 'yaml_syntax', detail: unfolded.detail }] }
}

type Unfolded = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly detail: string }

/** The document as plain data; yaml refuses some aliases and merge keys only now. */
function unfold(document: Document): Unfolded {
  try {
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES })
    assertFinite(value)
    return { ok: true, value }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { ok: false, detail: message.charAt(0).toLowerCase() + message.slice(1) }
  }
}

/** The first alias without an anchor, or the first merge key whose value is no mapping. */
function faultyNode(document: Document, { yaml }: Parsed): Node | undefined {
  const targets = aliasTargets(document, yaml)
  const lost = [...targets].find(([, target]) => target === undefined)?.[0]
  let merged: Node | undefined
  yaml.visit(document, {
    Pair: (_key, { key, value }) => {
      if (merged !== undefined || !isMergeKey(key, yaml) || !yaml.isNode(value)) return
      const sources = yaml.isSeq(value) ? value.items : [value]
      if (!sources.every((source) => yaml.isMap(yaml.isAlias(source) ? targets.get(source) : source))) merged = value
    },
  })
  return lost ?? merged
}

/** An anchor that holds itself has no end. */
function assertFinite(value: unknown, above: readonly unknown[] = [], budget = { left: 1_000_000 }): void {
  if (typeof value !== 'object' || value === null) return
  if (above.includes(value)) throw new ReferenceError('an anchor holds itself')
  budget.left -= 1
  if (budget.left < 0) throw new ReferenceError('its aliases unfold to more than a million values')
  for (const inner of Object.values(value)) assertFinite(inner, [...above, value], budget)
}

/** Syntax errors breed more of themselves, so only the first is told; doubled keys do not. */
function syntaxFindings(document: Document, parsed: Parsed): Finding[] {
  const problems = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0])
  const doubled = problems.filter((problem) => problem.code === 'DUPLICATE_KEY')
  const broken = problems.filter((problem) => problem.code !== 'DUPLICATE_KEY').slice(0, 1)
  return [
    ...doubled.flatMap(({ pos }): Finding[] => {
      const key = keyAt(parsed.text, pos[0])
      if (key === '') return []
      return [{ severity: 'error', at: placeAt(parsed, pos[0], pos[0] + key.length), code: 'duplicate_key', key }]
    }),
    ...broken.map(({ pos, code, message }): Finding => {
      const open = code === 'BAD_INDENT' || code === 'MISSING_CHAR' ? unclosedAt(document, pos[0], parsed) : undefined
      const detail =
        open === undefined
          ? message.charAt(0).toLowerCase() + message.slice(1)
          : `the ${parsed.text.charAt(open)} that opens here is never closed`
      return { severity: 'error', at: placeAt(parsed, open ?? pos[0]), code: 'yaml_syntax', detail }
    }),
  ]
}

const CLOSING: Readonly<Record<string, string>> = { '[': ']', '{': '}', '"': '"', "'": "'" }

/**
 * Where the innermost bracket or quote opens that is still open at `offset`. The parser notices only there, which may be
 * the end of the file; what a person has to mend is the opening.
 */
function unclosedAt(document: Document, offset: number, { yaml, text }: Parsed): number | undefined {
  let found: number | undefined
  yaml.visit(document, {
    Node: (_key, node) => {
      const [start, end] = node.range ?? [0, 0]
      const closing = CLOSING[text.charAt(start)]
      if (closing === undefined || start >= offset || end < offset) return
      const inside = yaml.isCollection(node) ? (lastEnd(node, yaml) ?? start + 1) : start + 1
      if (end > offset || !text.slice(inside, end).trimEnd().endsWith(closing)) found = Math.max(start, found ?? 0)
    },
  })
  return found
}

/** Where the last item of a list or mapping ends. */
function lastEnd({ items }: YAMLMap | YAMLSeq, yaml: Yaml): number | undefined {
  const last: unknown = items.at(-1)
  const ends = yaml.isPair(last) ? [last.key, last.value] : [last]
  return ends.flatMap((each) => (yaml.isNode(each) ? (each.range?.[1] ?? []) : [])).at(-1)
}

function keyAt(text: string, offset: number): string {
  return /^(?:"[^"\n]*"|'[^'\n]*'|[^:\n]+)/.exec(text.slice(offset, offset + 200))?.[0].trimEnd() ?? ''
}

function placeAt({ file, lines }: Parsed, start: number, end?: number): Place {
  const { line, col } = lines.linePos(start)
  if (end === undefined || end <= start) return { file, line: Math.max(1, line), column: Math.max(1, col) }
  const last = lines.linePos(end)
  return { file, line, column: col, endLine: last.line, endColumn: last.col }
}

function specDocument(document: Document, value: unknown, parsed: Parsed): SpecDocument {
  const tree = yamlTree(document, parsed.yaml)
  return {
    file: parsed.file,
    value,
    placeOf: (path, part = 'value') => nodePlace(locate(tree, path, part), document, parsed),
    sourceOf: (path) => {
      const node = locate(tree, path, 'value')
      return parsed.yaml.isScalar(node) ? node.source : undefined
    },
  }
}

/** A collection is pointed at by where it begins; only a scalar has an end that is worth marking. */
function nodePlace(node: Node | undefined, document: Document, parsed: Parsed): Place {
  const target = firstKey(node, parsed) ?? node ?? document.contents
  const [start, end] = target?.range ?? [0, 0]
  return placeAt(parsed, start, target === node && parsed.yaml.isScalar(target) ? end : undefined)
}

function firstKey(node: Node | null | undefined, { yaml }: Pick<Parsed, 'yaml'>): Node | undefined {
  const key = yaml.isMap(node) ? node.items[0]?.key : undefined
  return yaml.isNode(key) ? key : undefined
}
