import type { Node } from 'web-tree-sitter'
import type { FlowImports } from './imports.ts'
import { stringLiteral } from './string-literal.ts'

/** What reading the source says of a name being a Prefect flow. */
export type FlowReading =
  | { readonly is: 'flow'; readonly name: string }
  /** A flow whose name is computed. */
  | { readonly is: 'flow_unnamed'; readonly reason: string }
  /** Something that may be a flow, made in a way that cannot be followed without running it. */
  | { readonly is: 'unclear'; readonly reason: string }
  | { readonly is: 'not_a_flow' }

/** What the names of a module stand for, as far as flows need it. */
export type Names = { readonly imports: FlowImports; readonly constants: ReadonlyMap<string, string | undefined> }

/** A decorator that is not known may do anything, also make a flow. */
export function decoratedFlow(decorators: readonly Node[], name: string, names: Names): FlowReading {
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

export function calleeText(expression: Node): string {
  return (expression.type === 'call' ? expression.childForFieldName('function') : null)?.text ?? expression.text
}

/** Prefect's own rule, flows.py 3.8.8: `name or fn.__name__.replace("_", "-")`. */
function named(functionName: string): FlowReading {
  return { is: 'flow', name: functionName.replaceAll('_', '-') }
}

export function calledFlow(call: Node, functionName: string, names: Names): FlowReading {
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
