import type { SpecReading } from '../../spec/specs.ts'
import { printable } from './printable.ts'

type Asked = { readonly paths: readonly string[]; readonly include?: readonly string[] | undefined }

/** What to do when a search finds no spec and no mistake either; empty when it found anything. */
export function noSpecsText(
  { desired, findings }: Pick<SpecReading, 'desired' | 'findings'>,
  { paths, include }: Asked,
): string {
  if (desired.length > 0 || findings.length > 0) return ''
  const asked = paths.length > 0 ? paths : include
  return asked === undefined
    ? 'No specs found: write one in deployments/, such as deployments/hello.yaml, or say in registrar.yaml what to "include".'
    : `No specs found in ${asked.map(printable).join(', ')}: a spec is a .yaml or .yml file, or a *.deployment.ts.`
}
