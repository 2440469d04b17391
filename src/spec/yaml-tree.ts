import type * as YamlModule from 'yaml'
import type { Document, Node, Pair } from 'yaml'
import type { DataPath, Part } from './document.ts'

/** The yaml package, which is loaded when the first file is read. */
export type Yaml = typeof YamlModule

/** A document with what each of its aliases stands for: asking yaml each time would search the document anew. */
export type YamlTree = {
  readonly document: Document
  readonly yaml: Yaml
  readonly targets: ReadonlyMap<Node, Node | undefined>
}

export function yamlTree(document: Document, yaml: Yaml): YamlTree {
  return { document, yaml, targets: aliasTargets(document, yaml) }
}

/** What each alias stands for; undefined for one whose anchor is not above it. */
export function aliasTargets(document: Document, yaml: Yaml): ReadonlyMap<Node, Node | undefined> {
  const anchors = new Map<string, Node>()
  const targets = new Map<Node, Node | undefined>()
  yaml.visit(document, {
    Node: (_key, node) => {
      if (yaml.isAlias(node)) targets.set(node, anchors.get(node.source))
      else if (node.anchor !== undefined) anchors.set(node.anchor, node)
    },
  })
  return targets
}

/** The node at `path`, through aliases and merge keys; the nearest above it where there is none. */
export function locate(tree: YamlTree, path: DataPath, part: Part): Node | undefined {
  const { yaml, document } = tree
  let node: Node | undefined = document.contents ?? undefined
  for (const [index, step] of path.entries()) {
    const inside = behind(node, tree)
    if (yaml.isSeq(inside)) {
      const item: unknown = inside.items[Number(step)]
      if (!yaml.isNode(item)) return node
      node = item
      continue
    }
    const pair = pairOf(inside, String(step), tree)
    if (pair === undefined || !yaml.isNode(pair.key)) return node
    if (index === path.length - 1 && part === 'key') return pair.key
    node = yaml.isNode(pair.value) ? pair.value : pair.key
  }
  return node
}

function behind(node: unknown, { yaml, targets }: YamlTree): Node | undefined {
  if (yaml.isAlias(node)) return targets.get(node)
  return yaml.isNode(node) ? node : undefined
}

/** A mapping's own key goes before merged ones, and an earlier merged mapping before a later. */
function pairOf(node: Node | undefined, key: string, tree: YamlTree): Pair | undefined {
  const { yaml } = tree
  if (!yaml.isMap(node)) return undefined
  const own = node.items.find((pair) => yaml.isScalar(pair.key) && String(pair.key.value) === key)
  if (own !== undefined) return own
  for (const { key: name, value } of node.items) {
    if (!isMergeKey(name, yaml)) continue
    const sources: readonly unknown[] = yaml.isSeq(value) ? value.items : [value]
    for (const source of sources) {
      const merged = pairOf(behind(source, tree), key, tree)
      if (merged !== undefined) return merged
    }
  }
  return undefined
}

/** yaml gives the merge key's value as a symbol. */
export function isMergeKey(key: unknown, yaml: Yaml): boolean {
  return yaml.isScalar(key) && (key.value === '<<' || typeof key.value === 'symbol')
}
