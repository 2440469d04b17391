import type * as Api from '../../generated/prefect-api.ts'
import type { Json } from '../../model/json.ts'

// What requests hold: the types of schemas/prefect-api, read-only and with JSON where the schema says nothing.

/** A value of a generated type, as it comes out of JSON. */
export type Sent<T> = unknown extends T
  ? Json
  : T extends readonly (infer Item)[]
    ? readonly Sent<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Sent<T[Key]> }
      : T

export type ArtifactCollectionFilter = Sent<Api.ArtifactCollectionFilter>
export type ArtifactCollectionsQuery = Sent<Api.ArtifactCollectionsQuery>
export type ArtifactFilter = Sent<Api.ArtifactFilter>
export type ArtifactUpdate = Sent<Api.ArtifactUpdate>
export type ArtifactsQuery = Sent<Api.ArtifactsQuery>
export type BlockDocumentFilter = Sent<Api.BlockDocumentFilter>
export type BlockSchemaFilter = Sent<Api.BlockSchemaFilter>
export type BlockTypeFilter = Sent<Api.BlockTypeFilter>
export type AutomationFilter = Sent<Api.AutomationFilter>
export type AutomationsQuery = Sent<Api.AutomationsQuery>
export type DeploymentCreate = Sent<Api.DeploymentCreate>
export type DeploymentFilter = Sent<Api.DeploymentFilter>
export type DeploymentFlowRunCreate = Sent<Api.DeploymentFlowRunCreate>
export type DeploymentScheduleCreate = Sent<Api.DeploymentScheduleCreate>
export type DeploymentScheduleUpdate = Sent<Api.DeploymentScheduleUpdate>
export type DeploymentUpdate = Sent<Api.DeploymentUpdate>
export type DeploymentsQuery = Sent<Api.DeploymentsQuery>
export type EventCreate = Sent<Api.Event>
export type EventFilter = Sent<Api.EventFilter>
export type FlowDeploymentFilter = Sent<Api.FlowDeploymentFilter>
export type FlowFilter = Sent<Api.FlowFilter>
export type FlowRunCreate = Sent<Api.FlowRunCreate>
export type FlowRunFilter = Sent<Api.FlowRunFilter>
export type FlowRunHistoryQuery = Sent<Api.FlowRunHistoryQuery>
export type FlowRunPolicy = Sent<Api.FlowRunPolicy>
export type FlowRunUpdate = Sent<Api.FlowRunUpdate>
export type FlowRunsQuery = Sent<Api.FlowRunsQuery>
export type FlowsQuery = Sent<Api.FlowsQuery>
export type LogCreate = Sent<Api.LogCreate>
export type LogFilter = Sent<Api.LogFilter>
export type LogsQuery = Sent<Api.LogsQuery>
export type ParentFlowRunFilter = Sent<Api.ParentFlowRunFilter>
export type RunCreatedByFilter = Sent<Api.RunCreatedByFilter>
export type SavedSearchCreate = Sent<Api.SavedSearchCreate>
export type Schedule = Sent<Api.Schedule>
export type StateFilter = Sent<Api.StateFilter>
export type TaskRunCreate = Sent<Api.TaskRunCreate>
export type TaskRunDashboard = Sent<Api.TaskRunDashboard>
export type TaskRunFilter = Sent<Api.TaskRunFilter>
export type TaskRunsQuery = Sent<Api.TaskRunsQuery>
export type TimeFilter = Sent<Api.TimeFilter>
export type TimeOrNullFilter = Sent<Api.TimeOrNullFilter>
export type VariableFilter = Sent<Api.VariableFilter>
export type VariablesQuery = Sent<Api.VariablesQuery>
export type WorkPoolFilter = Sent<Api.WorkPoolFilter>
export type WorkPoolsQuery = Sent<Api.WorkPoolsQuery>
export type WorkQueueFilter = Sent<Api.WorkQueueFilter>
export type WorkerHeartbeatFrame = Sent<Api.WorkerHeartbeatFrame>
export type WorkerHelloFrame = Sent<Api.WorkerHelloFrame>
export type WorkerFilter = Sent<Api.WorkerFilter>
