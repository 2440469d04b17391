import type { Finding } from '../model/finding.ts'
import type { Json, JsonObject } from '../model/json.ts'
import { findingText } from './finding-text.ts'

/**
 * A finding as `--json` prints it: code, severity, place, deployment (null where unknown) and sentence, then the
 * arguments of its code.
 */
export function findingJson(finding: Finding): JsonObject {
  const { code, severity, at, deployment = null, ...args } = finding
  return { code, severity, ...at, deployment, message: findingText(finding), ...(args as Record<string, Json>) }
}
