import type * as Api from '../generated/prefect-api.ts'
import type { Json } from '../model/json.ts'

// What requests hold: the types of schemas/prefect-api, read-only and with JSON where the schema says nothing.

/** A value of a generated type, as it comes out of JSON. */
export type Sent<T> = unknown extends T
  ? Json
  : T extends readonly (infer Item)[]
    ? readonly Sent<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Sent<T[Key]> }
      : T

export type ConcurrencyLimitV2Create = Sent<Api.ConcurrencyLimitV2Create>
export type ConcurrencyLimitV2Update = Sent<Api.ConcurrencyLimitV2Update>
export type ConcurrencyLimitsQuery = Sent<Api.ConcurrencyLimitsQuery>
export type DeploymentCreate = Sent<Api.DeploymentCreate>
export type DeploymentFilter = Sent<Api.DeploymentFilter>
export type DeploymentScheduleCreate = Sent<Api.DeploymentScheduleCreate>
export type DeploymentScheduleRuns = Sent<Api.DeploymentScheduleRuns>
export type DeploymentScheduleUpdate = Sent<Api.DeploymentScheduleUpdate>
export type DeploymentSchedulesCreate = Sent<Api.DeploymentSchedulesCreate>
export type DeploymentUpdate = Sent<Api.DeploymentUpdate>
export type DeploymentsQuery = Sent<Api.DeploymentsQuery>
export type FlowCreate = Sent<Api.FlowCreate>
export type FlowDeploymentFilter = Sent<Api.FlowDeploymentFilter>
export type FlowFilter = Sent<Api.FlowFilter>
export type FlowRunFilter = Sent<Api.FlowRunFilter>
export type FlowRunsQuery = Sent<Api.FlowRunsQuery>
export type FlowUpdate = Sent<Api.FlowUpdate>
export type FlowsQuery = Sent<Api.FlowsQuery>
export type RunDeploymentFilter = Sent<Api.RunDeploymentFilter>
export type Schedule = Sent<Api.Schedule>
export type StateFilter = Sent<Api.StateFilter>
export type TimeFilter = Sent<Api.TimeFilter>
export type VariableCreate = Sent<Api.VariableCreate>
export type VariableFilter = Sent<Api.VariableFilter>
export type VariableUpdate = Sent<Api.VariableUpdate>
export type VariablesQuery = Sent<Api.VariablesQuery>
export type WorkPoolCreate = Sent<Api.WorkPoolCreate>
export type WorkPoolFilter = Sent<Api.WorkPoolFilter>
export type WorkPoolUpdate = Sent<Api.WorkPoolUpdate>
export type WorkPoolsQuery = Sent<Api.WorkPoolsQuery>
export type WorkQueueCreate = Sent<Api.WorkQueueCreate>
export type WorkQueueFilter = Sent<Api.WorkQueueFilter>
export type WorkQueueUpdate = Sent<Api.WorkQueueUpdate>
export type WorkQueuesQuery = Sent<Api.WorkQueuesQuery>
export type WorkerFilter = Sent<Api.WorkerFilter>
export type WorkerHeartbeat = Sent<Api.WorkerHeartbeat>
export type WorkersQuery = Sent<Api.WorkersQuery>
