import type { JsonObject } from '../../model/json.ts'
import { ECS } from './worker-kinds/aws.ts'
import { CONTAINER_INSTANCE } from './worker-kinds/azure.ts'
import { DOCKER } from './worker-kinds/docker.ts'
import { CLOUD_RUN, CLOUD_RUN_V2, VERTEX_AI } from './worker-kinds/gcp.ts'
import { type WorkerKind, entryOfKind } from './worker-kinds/kind.ts'
import { KUBERNETES } from './worker-kinds/kubernetes.ts'
import { PROCESS } from './worker-kinds/process.ts'

const KINDS: readonly WorkerKind[] = [
  PROCESS,
  ECS,
  CONTAINER_INSTANCE,
  DOCKER,
  CLOUD_RUN,
  CLOUD_RUN_V2,
  VERTEX_AI,
  KUBERNETES,
]

/** The types of pools that Prefect's own server offers, by the package that has their worker, then by type. */
export function workerMetadata(): JsonObject {
  const packages = Map.groupBy(KINDS, ({ from }) => from)
  return Object.fromEntries(
    [...packages].map(([name, kinds]) => [
      name,
      Object.fromEntries(kinds.map((kind) => [kind.type, entryOfKind(kind)])),
    ]),
  )
}
