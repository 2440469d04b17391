/** What a TypeScript spec that exports a function is given. */
export type SpecContext = {
  readonly target: { readonly name: string }
  /** The revision in the working folder; null outside of git. */
  readonly git: { readonly commit: string | null; readonly branch: string | null }
  readonly env: Readonly<Record<string, string | undefined>>
}
