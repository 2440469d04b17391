import type { DeploymentSpec } from '../generated/deployment.ts'

/** A spec as a YAML document that reads back as the same spec. */
export async function specText(spec: DeploymentSpec): Promise<string> {
  const { stringify } = await import('yaml')
  return stringify(spec, { aliasDuplicateObjects: false, lineWidth: 0 })
}
