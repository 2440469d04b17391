import { createRequire } from 'node:module'
import type { Parser, Tree } from 'web-tree-sitter'

let loading: Promise<Parser> | undefined

/** The syntax tree of Python source. The grammar is loaded at the first call, so that runs without Python never pay for it. */
export async function parsePython(source: string): Promise<Tree> {
  loading ??= loadParser()
  const parser = await loading
  const tree = parser.parse(source)
  if (tree === null) throw new Error('the Python parser has no language')
  return tree
}

async function loadParser(): Promise<Parser> {
  const { Parser, Language } = await import('web-tree-sitter')
  await Parser.init()
  const grammar = createRequire(import.meta.url).resolve('tree-sitter-python/tree-sitter-python.wasm')
  const parser = new Parser()
  parser.setLanguage(await Language.load(grammar))
  return parser
}
