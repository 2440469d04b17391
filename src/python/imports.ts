import type { Node } from 'web-tree-sitter'

/** What names of a module stand for Prefect's own things. Names are as written: `flow`, `p.flow`. */
export type FlowImports = {
  readonly isFlow: (expression: string) => boolean
  /** Another of Prefect's decorators, such as `task`: what it makes is no flow. */
  readonly isOtherPrefect: (expression: string) => boolean
}

const FLOW_MODULES = new Set(['prefect', 'prefect.flows', 'prefect.main'])

/** Reads the imports of Prefect among a module's statements. */
export function importsOf(statements: readonly Node[]): FlowImports {
  const flows = new Set<string>()
  const others = new Set<string>()
  for (const statement of statements) {
    if (statement.type === 'import_from_statement') readFrom(statement, flows, others)
    if (statement.type === 'import_statement') readImport(statement, flows, others)
  }
  return { isFlow: (expression) => flows.has(expression), isOtherPrefect: (expression) => others.has(expression) }
}

/** `from prefect import flow as f`, `from prefect.flows import *`. */
function readFrom(statement: Node, flows: Set<string>, others: Set<string>): void {
  const module = statement.childForFieldName('module_name')?.text ?? ''
  if (module !== 'prefect' && !module.startsWith('prefect.')) return
  if (FLOW_MODULES.has(module) && statement.namedChildren.some((child) => child.type === 'wildcard_import')) {
    flows.add('flow')
    others.add('task')
  }
  for (const node of statement.childrenForFieldName('name')) {
    const original = (node?.childForFieldName('name') ?? node)?.text
    const local = (node?.childForFieldName('alias') ?? node)?.text
    if (original === undefined || local === undefined) continue
    if (original === 'flows' && module === 'prefect') flows.add(`${local}.flow`)
    else (original === 'flow' && FLOW_MODULES.has(module) ? flows : others).add(local)
  }
}

/** `import prefect`, `import prefect as p`, `import prefect.flows`. */
function readImport(statement: Node, flows: Set<string>, others: Set<string>): void {
  for (const node of statement.childrenForFieldName('name')) {
    const module = (node?.childForFieldName('name') ?? node)?.text ?? ''
    const alias = node?.childForFieldName('alias')?.text
    if (alias === undefined && (module === 'prefect' || module.startsWith('prefect.'))) {
      for (const each of FLOW_MODULES) flows.add(`${each}.flow`)
      others.add('prefect.task')
    } else if (alias !== undefined && FLOW_MODULES.has(module)) {
      flows.add(`${alias}.flow`)
      others.add(`${alias}.task`)
    }
  }
}
