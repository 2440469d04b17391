/** A template, read: `names` are those that it takes from outside, such as `event` and `flow_run`. */
export type Template = { readonly source: string; readonly body: readonly Node[]; readonly names: ReadonlySet<string> }

/** A part of a template. */
export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'print'; readonly value: Expression }
  | {
      readonly kind: 'if'
      readonly branches: readonly { readonly test: Expression; readonly body: readonly Node[] }[]
      readonly otherwise: readonly Node[]
    }
  | {
      readonly kind: 'for'
      readonly target: Target
      readonly list: Expression
      readonly test: Expression | undefined
      readonly body: readonly Node[]
      readonly otherwise: readonly Node[]
    }
  | { readonly kind: 'set'; readonly target: Target; readonly value: Expression }
  | {
      readonly kind: 'set-block'
      readonly target: Target
      readonly filters: readonly Call[]
      readonly body: readonly Node[]
    }
  | {
      readonly kind: 'with'
      readonly values: readonly { readonly target: Target; readonly value: Expression }[]
      readonly body: readonly Node[]
    }
  | { readonly kind: 'filter-block'; readonly filters: readonly Call[]; readonly body: readonly Node[] }

/** What a value is given to. */
export type Target =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'member'; readonly name: string; readonly member: string }
  | { readonly kind: 'tuple'; readonly items: readonly Target[] }

/** Arguments, as calls, filters and tests have them. */
export type Arguments = {
  readonly positional: readonly Expression[]
  readonly named: readonly { readonly name: string; readonly value: Expression }[]
}

/** A filter or a test by its name. */
export type Call = Arguments & { readonly name: string }

/** What has a value. */
export type Expression =
  | { readonly kind: 'constant'; readonly value: unknown }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list' | 'tuple'; readonly items: readonly Expression[] }
  | { readonly kind: 'dict'; readonly items: readonly { readonly key: Expression; readonly value: Expression }[] }
  | { readonly kind: 'attribute'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'item'; readonly of: Expression; readonly key: Expression }
  | {
      readonly kind: 'slice'
      readonly of: Expression
      readonly start: Expression | undefined
      readonly stop: Expression | undefined
      readonly step: Expression | undefined
    }
  | ({ readonly kind: 'call'; readonly of: Expression } & Arguments)
  | { readonly kind: 'filter'; readonly of: Expression; readonly filter: Call }
  | { readonly kind: 'test'; readonly of: Expression; readonly test: Call }
  | { readonly kind: 'unary'; readonly sign: '+' | '-' | 'not'; readonly of: Expression }
  | { readonly kind: 'binary'; readonly sign: BinarySign; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'compare'; readonly left: Expression; readonly rest: readonly Comparison[] }
  | {
      readonly kind: 'choice'
      readonly test: Expression
      readonly yes: Expression
      readonly no: Expression | undefined
    }

export type BinarySign = '+' | '-' | '*' | '/' | '//' | '%' | '**' | '~' | 'and' | 'or'
export type ComparisonSign = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in'
export type Comparison = { readonly sign: ComparisonSign; readonly value: Expression }
