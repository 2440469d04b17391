import type { Services } from '../services.ts'
import { adminRoutes } from './admin.ts'
import { artifactLatestRoutes } from './artifacts-latest.ts'
import { artifactRoutes } from './artifacts.ts'
import { automationRoutes } from './automations.ts'
import { blockCapabilityRoutes } from './block-capabilities.ts'
import { blockDocumentRoutes } from './block-documents.ts'
import { blockSchemaRoutes } from './block-schemas.ts'
import { blockTypeDocumentRoutes } from './block-type-documents.ts'
import { blockTypeRoutes } from './block-types.ts'
import { collectionRoutes } from './collections.ts'
import { concurrencyLimitV2Routes } from './concurrency-limits-v2.ts'
import { concurrencyLimitRoutes } from './concurrency-limits.ts'
import { concurrencySlotV2Routes } from './concurrency-slots-v2.ts'
import { deploymentQueueCheckRoutes } from './deployment-queue-check.ts'
import { deploymentRunRoutes } from './deployment-runs.ts'
import { deploymentScheduledRunRoutes } from './deployment-scheduled-runs.ts'
import { deploymentScheduleRoutes } from './deployment-schedules.ts'
import { deploymentRoutes } from './deployments.ts'
import { eventRoutes } from './events.ts'
import { flowRunGraphRoutes } from './flow-run-graph.ts'
import { flowRunHistoryRoutes } from './flow-run-history.ts'
import { flowRunInputRoutes } from './flow-run-inputs.ts'
import { flowRunLogRoutes } from './flow-run-logs.ts'
import { flowRunSetStateRoutes } from './flow-run-set-state.ts'
import { flowRunStateRoutes } from './flow-run-states.ts'
import { flowRunWriteRoutes } from './flow-run-writes.ts'
import { flowRunRoutes } from './flow-runs.ts'
import { flowRoutes } from './flows.ts'
import { logRoutes } from './logs.ts'
import { maintenanceRoutes } from './maintenance.ts'
import { rootRoutes } from './root.ts'
import { savedSearchRoutes } from './saved-searches.ts'
import { taskRunStateRoutes } from './task-run-states.ts'
import { taskRunWriteRoutes } from './task-run-writes.ts'
import { taskRunRoutes } from './task-runs.ts'
import { taskWorkerRoutes } from './task-workers.ts'
import { templateRoutes } from './templates.ts'
import { uiFlowRunRoutes } from './ui-flow-runs.ts'
import { uiFlowRoutes } from './ui-flows.ts'
import { uiSchemaRoutes } from './ui-schemas.ts'
import { uiTaskRunRoutes } from './ui-task-runs.ts'
import { variableRoutes } from './variables.ts'
import { workPoolConcurrencyRoutes } from './work-pool-concurrency.ts'
import { workPoolQueueRoutes } from './work-pool-queues.ts'
import { workPoolScheduledRunRoutes } from './work-pool-scheduled-runs.ts'
import { workPoolWorkerRoutes } from './work-pool-workers.ts'
import { workPoolRoutes } from './work-pools.ts'
import { workQueueRunRoutes } from './work-queue-runs.ts'
import { workQueueRoutes } from './work-queues.ts'
import type { Route } from './route.ts'

/** Every route of the API, by resource. Where two paths match the same request, the one that stands first answers. */
export function apiRoutes(services: Services): readonly Route[] {
  return [
    ...rootRoutes(services),
    ...adminRoutes(services),
    ...flowRoutes(services),
    ...deploymentRoutes(services),
    ...deploymentRunRoutes(services),
    ...deploymentScheduledRunRoutes(services),
    ...deploymentQueueCheckRoutes(services),
    ...deploymentScheduleRoutes(services),
    ...flowRunRoutes(services),
    ...flowRunWriteRoutes(services),
    ...flowRunGraphRoutes(services),
    ...flowRunHistoryRoutes(services),
    ...flowRunInputRoutes(services),
    ...flowRunLogRoutes(services),
    ...flowRunStateRoutes(services),
    ...flowRunSetStateRoutes(services),
    ...taskRunRoutes(services),
    ...taskRunWriteRoutes(services),
    ...taskRunStateRoutes(services),
    ...taskWorkerRoutes(services),
    ...workPoolScheduledRunRoutes(services),
    ...workPoolConcurrencyRoutes(services),
    ...workPoolRoutes(services),
    ...workPoolQueueRoutes(services),
    ...workQueueRoutes(services),
    ...workQueueRunRoutes(services),
    ...workPoolWorkerRoutes(services),
    ...variableRoutes(services),
    ...concurrencySlotV2Routes(services),
    ...concurrencyLimitV2Routes(services),
    ...concurrencyLimitRoutes(services),
    ...automationRoutes(services),
    ...templateRoutes(),
    ...eventRoutes(services),
    ...logRoutes(services),
    ...maintenanceRoutes(services),
    ...blockTypeRoutes(services),
    ...blockTypeDocumentRoutes(services),
    ...blockSchemaRoutes(services),
    ...blockDocumentRoutes(services),
    ...blockCapabilityRoutes(services),
    ...artifactRoutes(services),
    ...artifactLatestRoutes(services),
    ...savedSearchRoutes(services),
    ...collectionRoutes(),
    ...uiFlowRoutes(services),
    ...uiFlowRunRoutes(services),
    ...uiTaskRunRoutes(services),
    ...uiSchemaRoutes(services),
  ]
}
