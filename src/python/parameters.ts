import type { Node } from 'web-tree-sitter'

/** A parameter of a Python function, as its signature writes it. */
export type PythonParameter = {
  readonly name: string
  readonly kind: 'positional_only' | 'positional_or_keyword' | 'var_positional' | 'keyword_only' | 'var_keyword'
  readonly hasDefault: boolean
}

/** The parameters of a `parameters` node, in the order of the signature. */
export function parametersOf(parameters: Node): readonly PythonParameter[] {
  const found: PythonParameter[] = []
  let keywordOnly = false
  for (const node of parameters.namedChildren) {
    if (node.type === 'comment') continue
    if (node.type === 'positional_separator') {
      found.splice(0, found.length, ...found.map((one) => ({ ...one, kind: 'positional_only' as const })))
      continue
    }
    if (node.type === 'keyword_separator') {
      keywordOnly = true
      continue
    }
    const { name, splat } = nameOf(node)
    if (name === undefined) continue
    const kind = splat ?? (keywordOnly ? 'keyword_only' : 'positional_or_keyword')
    keywordOnly ||= splat === 'var_positional'
    found.push({ name, kind, hasDefault: node.type.includes('default') })
  }
  return found
}

type Named = { readonly name: string | undefined; readonly splat?: 'var_positional' | 'var_keyword' }

function nameOf(node: Node): Named {
  switch (node.type) {
    case 'identifier':
      return { name: node.text }
    case 'list_splat_pattern':
      return { name: node.namedChildren[0]?.text, splat: 'var_positional' }
    case 'dictionary_splat_pattern':
      return { name: node.namedChildren[0]?.text, splat: 'var_keyword' }
    case 'typed_parameter':
      return node.namedChildren[0] === undefined || node.namedChildren[0] === null
        ? { name: undefined }
        : nameOf(node.namedChildren[0])
    default:
      return { name: node.childForFieldName('name')?.text }
  }
}
