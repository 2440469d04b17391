import type { DeploymentSpec } from './generated/deployment.ts'

export type { DeploymentSpec, ScheduleSpec } from './generated/deployment.ts'
export type { SpecContext } from './spec/context.ts'

/** Where the reading of TypeScript specs, and nothing else, asks to be told which call made a spec. */
const CALLS = Symbol.for('prefect-registrar.deployment-calls')

/**
 * Says that an object is a deployment's spec, so that editors complete and check it, and findings name this call's
 * line. Gives the same object back.
 */
export function deployment(spec: DeploymentSpec): DeploymentSpec {
  const calls: unknown = Reflect.get(globalThis, CALLS)
  if (calls instanceof WeakMap) calls.set(spec, new Error('deployment').stack ?? '')
  return spec
}
