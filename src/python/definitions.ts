import type { Node } from 'web-tree-sitter'
import { calledFlow, calleeText, decoratedFlow, type FlowReading, type Names } from './flow-reading.ts'
import { importsOf } from './imports.ts'
import { parametersOf, type PythonParameter } from './parameters.ts'
import { parsePython } from './parser.ts'
import { stringLiteral } from './string-literal.ts'

/** A name that a Python module defines at its top level: a function, or the result of a call or import. */
export type PythonDefinition = {
  readonly function: string
  /** Counts from 1. */
  readonly line: number
  readonly flow: FlowReading
  /** Undefined where the signature is not in this file. */
  readonly parameters: readonly PythonParameter[] | undefined
}

/**
 * What a Python module defines at its top level, read without running it; of several definitions of one name the last,
 * as Python has it. Functions inside classes and functions are left out. A file with syntax errors gives what can be made out.
 */
export async function definitionsOf(source: string): Promise<ReadonlyMap<string, PythonDefinition>> {
  const tree = await parsePython(source)
  try {
    const statements = [...topLevel(tree.rootNode)]
    const names: Names = { imports: importsOf(statements), constants: constantsOf(statements) }
    const found = new Map<string, PythonDefinition>()
    for (const statement of statements) {
      for (const definition of defined(statement, names, found)) found.set(definition.function, definition)
    }
    return found
  } finally {
    tree.delete()
  }
}

const NESTING = new Set([
  'if_statement',
  'elif_clause',
  'else_clause',
  'try_statement',
  'except_clause',
  'finally_clause',
  'with_statement',
  'for_statement',
  'while_statement',
  'match_statement',
  'case_clause',
  'block',
])

/** The statements that run at import: those of the module and of its blocks (`if`, `try`, `with`, loops, `match`). */
function* topLevel(node: Node): Generator<Node> {
  for (const child of node.namedChildren) {
    if (NESTING.has(child.type)) yield* topLevel(child)
    else yield child
  }
}

/** Texts given a name at the top level; undefined where a name is given more than one value. */
function constantsOf(statements: readonly Node[]): ReadonlyMap<string, string | undefined> {
  const constants = new Map<string, string | undefined>()
  for (const { name, value } of statements.flatMap(assignmentOf)) {
    constants.set(name, constants.has(name) ? undefined : stringLiteral(value))
  }
  return constants
}

function assignmentOf(statement: Node): readonly { readonly name: string; readonly value: Node }[] {
  const assignment = statement.type === 'expression_statement' ? statement.namedChildren[0] : undefined
  if (assignment?.type !== 'assignment') return []
  const name = assignment.childForFieldName('left')
  const value = assignment.childForFieldName('right')
  return name?.type === 'identifier' && value ? [{ name: name.text, value }] : []
}

function defined(statement: Node, names: Names, earlier: ReadonlyMap<string, PythonDefinition>): PythonDefinition[] {
  switch (statement.type) {
    case 'function_definition':
      return [functionDefinition(statement, [], names)]
    case 'decorated_definition': {
      const definition = statement.childForFieldName('definition')
      if (definition?.type !== 'function_definition') return []
      const decorators = statement.namedChildren.filter((child) => child.type === 'decorator')
      return [functionDefinition(definition, decorators, names)]
    }
    case 'expression_statement':
      return assignmentOf(statement).map(({ name, value }) => assigned(name, value, names, earlier))
    case 'import_from_statement':
      return importedNames(statement)
    default:
      return []
  }
}

function functionDefinition(node: Node, decorators: readonly Node[], names: Names): PythonDefinition {
  const name = node.childForFieldName('name')?.text ?? ''
  const parameters = node.childForFieldName('parameters')
  return {
    function: name,
    line: node.startPosition.row + 1,
    flow: decoratedFlow(decorators, name, names),
    parameters: parameters ? parametersOf(parameters) : [],
  }
}

/** `f = flow(g, name="x")`, or a name given to something else. */
function assigned(
  name: string,
  value: Node,
  names: Names,
  earlier: ReadonlyMap<string, PythonDefinition>,
): PythonDefinition {
  const place = { function: name, line: value.startPosition.row + 1 }
  const other = value.type === 'identifier' ? earlier.get(value.text) : undefined
  if (other !== undefined) return { ...other, ...place }
  if (value.type !== 'call') {
    const plain = [
      'string',
      'concatenated_string',
      'integer',
      'float',
      'list',
      'dictionary',
      'tuple',
      'none',
      'true',
      'false',
    ]
    const flow: FlowReading = plain.includes(value.type)
      ? { is: 'not_a_flow' }
      : { is: 'unclear', reason: 'it is assigned' }
    return { ...place, flow, parameters: undefined }
  }
  if (!names.imports.isFlow(calleeText(value))) {
    return {
      ...place,
      flow: { is: 'unclear', reason: `it is what ${calleeText(value)}(…) returns` },
      parameters: undefined,
    }
  }
  const wrapped = value.childForFieldName('arguments')?.namedChildren[0]?.text ?? ''
  return { ...place, flow: calledFlow(value, wrapped, names), parameters: earlier.get(wrapped)?.parameters }
}

function importedNames(statement: Node): PythonDefinition[] {
  const from = statement.childForFieldName('module_name')?.text ?? ''
  return statement.childrenForFieldName('name').flatMap((node) => {
    const name = (node?.childForFieldName('alias') ?? node)?.text
    if (name === undefined || /^prefect(\.|$)/.test(from)) return []
    const flow: FlowReading = { is: 'unclear', reason: `it is imported from ${from}` }
    return [{ function: name, line: statement.startPosition.row + 1, flow, parameters: undefined }]
  })
}
