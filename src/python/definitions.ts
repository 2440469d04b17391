import type { Node } from 'web-tree-sitter'
import { importsOf, type FlowImports } from './imports.ts'
import { parametersOf, type PythonParameter } from './parameters.ts'
import { parsePython } from './parser.ts'
import { stringLiteral } from './string-literal.ts'

/** What reading the source says of a name being a Prefect flow. */
export type FlowReading =
  | { readonly is: 'flow'; readonly name: string }
  /** A flow whose name is computed. */
  | { readonly is: 'flow_unnamed'; readonly reason: string }
  /** Something that may be a flow, made in a way that cannot be followed without running it. */
  | { readonly is: 'unclear'; readonly reason: string }
  | { readonly is: 'not_a_flow' }

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

type Names = { readonly imports: FlowImports; readonly constants: ReadonlyMap<string, string | undefined> }

const NESTING = new Set([
  'if_statement',
  'elif_clause',
  'else_clause',
  'try_statement',
  'except_clause',
  'finally_clause',
  'with_statement',
  'block',
])

/** The statements that run at import: those of the module and of its `if`, `try` and `with` blocks. */
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

/** A decorator that is not known may do anything, also make a flow. */
function decoratedFlow(decorators: readonly Node[], name: string, names: Names): FlowReading {
  const expressions = decorators.flatMap((decorator) =>
    decorator.namedChildren.filter((child) => child.type !== 'comment'),
  )
  for (const expression of expressions) {
    const call = expression.type === 'call' ? expression : undefined
    const callee = call?.childForFieldName('function') ?? expression
    if (names.imports.isFlow(callee.text)) return call === undefined ? named(name) : calledFlow(call, name, names)
  }
  const unknown = expressions.find((expression) => !names.imports.isOtherPrefect(calleeText(expression)))
  if (unknown === undefined) return { is: 'not_a_flow' }
  return { is: 'unclear', reason: `it is decorated with @${calleeText(unknown)}` }
}

function calleeText(expression: Node): string {
  return (expression.type === 'call' ? expression.childForFieldName('function') : null)?.text ?? expression.text
}

/** Prefect's own rule, flows.py 3.8.8: `name or fn.__name__.replace("_", "-")`. */
function named(functionName: string): FlowReading {
  return { is: 'flow', name: functionName.replaceAll('_', '-') }
}

function calledFlow(call: Node, functionName: string, names: Names): FlowReading {
  const args = call.childForFieldName('arguments')?.namedChildren ?? []
  if (args.some((arg) => arg.type === 'dictionary_splat')) {
    return { is: 'flow_unnamed', reason: 'its decorator takes its arguments from a mapping (**)' }
  }
  const given = args.find((arg) => arg.type === 'keyword_argument' && arg.childForFieldName('name')?.text === 'name')
  const value = given?.childForFieldName('value')
  if (!value || value.type === 'none') return named(functionName)
  const text = value.type === 'identifier' ? names.constants.get(value.text) : stringLiteral(value)
  if (text === undefined) return { is: 'flow_unnamed', reason: `its name is computed: ${shortened(value.text)}` }
  return text === '' ? named(functionName) : { is: 'flow', name: text }
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length > 60 ? `${line.slice(0, 59)}…` : line
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
