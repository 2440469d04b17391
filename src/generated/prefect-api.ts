// Made from schemas/prefect-api/ by `npm run generate`. Do not edit.
/**
 * The kinds of states.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "StateType".
 */
export type StateType =
  'SCHEDULED' | 'PENDING' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELLED' | 'CRASHED' | 'PAUSED' | 'CANCELLING'
/**
 * What makes an automation act.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "Trigger".
 */
export type Trigger = EventTrigger | CompoundTrigger | SequenceTrigger
/**
 * What an automation does.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "Action".
 */
export type Action =
  | DoNothing
  | RunDeployment
  | PauseDeployment
  | ResumeDeployment
  | CancelFlowRun
  | DeleteFlowRun
  | ChangeFlowRunState
  | PauseWorkQueue
  | ResumeWorkQueue
  | PauseAutomation
  | ResumeAutomation
  | SuspendFlowRun
  | ResumeFlowRun
  | PauseWorkPool
  | ResumeWorkPool
/**
 * A text with expressions such as {{ event.resource.name }} in it.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "Template".
 */
export type Template = string
/**
 * One of the three kinds; each refuses the keys of the others.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "Schedule".
 */
export type Schedule = IntervalSchedule | CronSchedule | RRuleSchedule
/**
 * Whether something polls for the runs of a deployment.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "DeploymentStatus".
 */
export type DeploymentStatus = 'READY' | 'NOT_READY'
/**
 * What happens to a run that finds no free slot.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ConcurrencyLimitStrategy".
 */
export type ConcurrencyLimitStrategy = 'ENQUEUE' | 'CANCEL_NEW'
/**
 * By the moment they happened.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "EventOrder".
 */
export type EventOrder = 'ASC' | 'DESC'
/**
 * Body of POST /events.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "Events".
 */
export type Events = Event[]
/**
 * Body of POST /deployments/{id}/create_flow_run/bulk.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "DeploymentFlowRunsCreate".
 */
export type DeploymentFlowRunsCreate = DeploymentFlowRunCreate[]
/**
 * Body of POST /logs/.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "LogCreates".
 */
export type LogCreates = LogCreate[]
/**
 * Body of POST /deployments/{id}/schedules.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "DeploymentSchedulesCreate".
 */
export type DeploymentSchedulesCreate = DeploymentScheduleCreate[]
/**
 * Whether a proposed state was taken, replaced or refused, or is to be proposed again.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "SetStateStatus".
 */
export type SetStateStatus = 'ACCEPT' | 'REJECT' | 'ABORT' | 'WAIT'
/**
 * Where an argument of a task comes from: a task run, a flow run, a parameter or a constant.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "TaskRunInput".
 */
export type TaskRunInput = TaskRunResult | FlowRunResult | Parameter | Constant
/**
 * Whether a pool has a worker.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkPoolStatus".
 */
export type WorkPoolStatus = 'READY' | 'NOT_READY' | 'PAUSED'
/**
 * Whether something polls a queue.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkQueueStatus".
 */
export type WorkQueueStatus = 'READY' | 'NOT_READY' | 'PAUSED'
/**
 * Whether a worker beats.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkerStatus".
 */
export type WorkerStatus = 'ONLINE' | 'OFFLINE'

export interface PrefectApi {
  ServerDefaultResultStorage: ServerDefaultResultStorage
  ServerDefaultResultStorageUpdate: ServerDefaultResultStorageUpdate
  SchemaCheck: SchemaCheck
  SchemaCheckResult: SchemaCheckResult
  ArtifactCreate: ArtifactCreate
  ArtifactUpdate: ArtifactUpdate
  Artifact: Artifact
  ArtifactCollection: ArtifactCollection
  ArtifactKeyFilter: ArtifactKeyFilter
  ArtifactFilter: ArtifactFilter
  ArtifactCollectionFilter: ArtifactCollectionFilter
  ArtifactsQuery: ArtifactsQuery
  ArtifactCollectionsQuery: ArtifactCollectionsQuery
  Automation: Automation
  EventTrigger: EventTrigger
  CompoundTrigger: CompoundTrigger
  SequenceTrigger: SequenceTrigger
  DoNothing: DoNothing
  RunDeployment: RunDeployment
  PauseDeployment: PauseDeployment
  ResumeDeployment: ResumeDeployment
  CancelFlowRun: CancelFlowRun
  DeleteFlowRun: DeleteFlowRun
  ChangeFlowRunState: ChangeFlowRunState
  PauseWorkQueue: PauseWorkQueue
  ResumeWorkQueue: ResumeWorkQueue
  PauseAutomation: PauseAutomation
  ResumeAutomation: ResumeAutomation
  SuspendFlowRun: SuspendFlowRun
  ResumeFlowRun: ResumeFlowRun
  PauseWorkPool: PauseWorkPool
  ResumeWorkPool: ResumeWorkPool
  AutomationPartialUpdate: AutomationPartialUpdate
  AutomationFilter: AutomationFilter
  AutomationFilterCreated: AutomationFilterCreated
  Action: Action
  Trigger: Trigger
  AutomationCreate: AutomationCreate
  AutomationUpdate: AutomationUpdate
  AutomationsQuery: AutomationsQuery
  Template: Template
  BlockTypeCreate: BlockTypeCreate
  BlockTypeUpdate: BlockTypeUpdate
  BlockType: BlockType
  BlockTypeFilter: BlockTypeFilter
  BlockTypesQuery: BlockTypesQuery
  BlockSchemaCreate: BlockSchemaCreate
  BlockSchema: BlockSchema
  BlockCapabilityFilter: BlockCapabilityFilter
  BlockSchemaFilter: BlockSchemaFilter
  BlockSchemasQuery: BlockSchemasQuery
  BlockDocumentCreate: BlockDocumentCreate
  BlockDocumentUpdate: BlockDocumentUpdate
  BlockDocument: BlockDocument
  BlockDocumentFilter: BlockDocumentFilter
  BlockDocumentsQuery: BlockDocumentsQuery
  AnyIdFilter: AnyIdFilter
  AnyNameFilter: AnyNameFilter
  AnyTagsFilter: AnyTagsFilter
  BooleanFilter: BooleanFilter
  IdFilter: IdFilter
  IgnoredLimitFilter: IgnoredLimitFilter
  KeyFilter: KeyFilter
  LikeFilter: LikeFilter
  NameFilter: NameFilter
  StateFilter: StateFilter
  TagsFilter: TagsFilter
  TimeFilter: TimeFilter
  State: State
  StateType: StateType
  StateDetails: StateDetails
  CreatedBy: CreatedBy
  UpdatedBy: UpdatedBy
  TimeOrNullFilter: TimeOrNullFilter
  TypedStateFilter: TypedStateFilter
  CsrfToken: CsrfToken
  ConcurrencyLimitV2Create: ConcurrencyLimitV2Create
  ConcurrencyLimitV2Update: ConcurrencyLimitV2Update
  ConcurrencyLimitsQuery: ConcurrencyLimitsQuery
  GlobalConcurrencyLimitResponse: GlobalConcurrencyLimitResponse
  ConcurrencyLimitV2: ConcurrencyLimitV2
  ConcurrencyLeaseHolder: ConcurrencyLeaseHolder
  SlotsIncrement: SlotsIncrement
  SlotsIncrementWithLease: SlotsIncrementWithLease
  SlotsDecrement: SlotsDecrement
  LeaseRelease: LeaseRelease
  LeaseRenewal: LeaseRenewal
  MinimalConcurrencyLimitResponse: MinimalConcurrencyLimitResponse
  ConcurrencyLimitWithLeaseResponse: ConcurrencyLimitWithLeaseResponse
  ConcurrencyLimit: ConcurrencyLimit
  ConcurrencyLimitCreate: ConcurrencyLimitCreate
  TagSlots: TagSlots
  TagSlotsReset: TagSlotsReset
  ConcurrencyOptions: ConcurrencyOptions
  VersionInfo: VersionInfo
  DeploymentCreate: DeploymentCreate
  DeploymentUpdate: DeploymentUpdate
  DeploymentFilter: DeploymentFilter
  DeploymentsQuery: DeploymentsQuery
  DeploymentScheduleRuns: DeploymentScheduleRuns
  DeploymentResponse: DeploymentResponse
  ConcurrencyLimitStrategy: ConcurrencyLimitStrategy
  DeploymentStatus: DeploymentStatus
  DeploymentBulkDelete: DeploymentBulkDelete
  DeploymentBulkDeleteResponse: DeploymentBulkDeleteResponse
  DeploymentRunsRequest: DeploymentRunsRequest
  Event: Event
  Resource: Resource
  RelatedResource: RelatedResource
  ReceivedEvent: ReceivedEvent
  EventPage: EventPage
  EventCount: EventCount
  EventFilter: EventFilter
  EventOccurredFilter: EventOccurredFilter
  EventNameFilter: EventNameFilter
  EventResourceFilter: EventResourceFilter
  ResourceSpecification: ResourceSpecification
  EventRelatedFilter: EventRelatedFilter
  EventAnyResourceFilter: EventAnyResourceFilter
  EventIDFilter: EventIDFilter
  EventTextFilter: EventTextFilter
  EventOrder: EventOrder
  EventsQuery: EventsQuery
  EventCountRequest: EventCountRequest
  Events: Events
  RunDeploymentFilter: RunDeploymentFilter
  FlowRunFilter: FlowRunFilter
  FlowRunsQuery: FlowRunsQuery
  FlowRunResponse: FlowRunResponse
  FlowRunPolicy: FlowRunPolicy
  RunQueueNameFilter: RunQueueNameFilter
  ParentFlowRunFilter: ParentFlowRunFilter
  ParentTaskRunFilter: ParentTaskRunFilter
  RunCreatedByFilter: RunCreatedByFilter
  FlowRunCreate: FlowRunCreate
  DeploymentFlowRunCreate: DeploymentFlowRunCreate
  DeploymentFlowRunsCreate: DeploymentFlowRunsCreate
  FlowRunUpdate: FlowRunUpdate
  FlowRunLabels: FlowRunLabels
  FlowRunHistoryQuery: FlowRunHistoryQuery
  HistoryResponse: HistoryResponse
  HistoryResponseState: HistoryResponseState
  FlowRunBulkDelete: FlowRunBulkDelete
  BulkDeleteResponse: BulkDeleteResponse
  FlowRunBulkCreateResponse: FlowRunBulkCreateResponse
  FlowRunCreateResult: FlowRunCreateResult
  FlowRunInputCreate: FlowRunInputCreate
  FlowRunInputsQuery: FlowRunInputsQuery
  FlowRunInput: FlowRunInput
  SimpleFlowRunsQuery: SimpleFlowRunsQuery
  SimpleFlowRun: SimpleFlowRun
  SimpleNextFlowRun: SimpleNextFlowRun
  FlowRunIds: FlowRunIds
  FlowIds: FlowIds
  CountsById: CountsById
  NextRunsByFlow: NextRunsByFlow
  Graph: Graph
  GraphEdge: GraphEdge
  GraphNode: GraphNode
  GraphArtifact: GraphArtifact
  GraphState: GraphState
  DependencyResult: DependencyResult
  FlowCreate: FlowCreate
  FlowUpdate: FlowUpdate
  FlowDeploymentFilter: FlowDeploymentFilter
  FlowFilter: FlowFilter
  FlowsQuery: FlowsQuery
  Flow: Flow
  FlowBulkDelete: FlowBulkDelete
  LogCreate: LogCreate
  Log: Log
  LogFilter: LogFilter
  LogFilterLevel: LogFilterLevel
  LogFilterTimestamp: LogFilterTimestamp
  LogFilterTaskRunId: LogFilterTaskRunId
  LogFilterTextSearch: LogFilterTextSearch
  LogCreates: LogCreates
  LogsQuery: LogsQuery
  SavedSearchCriterion: SavedSearchCriterion
  SavedSearchCreate: SavedSearchCreate
  SavedSearch: SavedSearch
  SavedSearchesQuery: SavedSearchesQuery
  IntervalSchedule: IntervalSchedule
  CronSchedule: CronSchedule
  RRuleSchedule: RRuleSchedule
  Schedule: Schedule
  DeploymentScheduleCreate: DeploymentScheduleCreate
  DeploymentScheduleUpdate: DeploymentScheduleUpdate
  DeploymentSchedulesCreate: DeploymentSchedulesCreate
  DeploymentSchedule: DeploymentSchedule
  StateCreate: StateCreate
  StateChange: StateChange
  FlowRunsStateChange: FlowRunsStateChange
  FlowRunResume: FlowRunResume
  OrchestrationResult: OrchestrationResult
  SetStateStatus: SetStateStatus
  StateAcceptDetails: StateAcceptDetails
  StateWaitDetails: StateWaitDetails
  StateRejectDetails: StateRejectDetails
  StateAbortDetails: StateAbortDetails
  FlowRunBulkSetStateResponse: FlowRunBulkSetStateResponse
  FlowRunOrchestrationResult: FlowRunOrchestrationResult
  TaskRunInput: TaskRunInput
  TaskRunResult: TaskRunResult
  FlowRunResult: FlowRunResult
  Parameter: Parameter
  Constant: Constant
  TaskRunInputs: TaskRunInputs
  TaskRunPolicy: TaskRunPolicy
  TaskRunCreate: TaskRunCreate
  TaskRunUpdate: TaskRunUpdate
  TaskRun: TaskRun
  UITaskRun: UITaskRun
  TaskRunResponse: TaskRunResponse
  TaskRunFlowRunFilter: TaskRunFlowRunFilter
  TaskRunStateFilter: TaskRunStateFilter
  TaskRunStateTypeFilter: TaskRunStateTypeFilter
  SubflowRunFilter: SubflowRunFilter
  TaskRunFilter: TaskRunFilter
  TaskRunsQuery: TaskRunsQuery
  TaskRunHistoryQuery: TaskRunHistoryQuery
  TaskRunDashboard: TaskRunDashboard
  TaskRunCount: TaskRunCount
  CountByState: CountByState
  TaskWorkerFilter: TaskWorkerFilter
  TaskWorkersQuery: TaskWorkersQuery
  TaskWorkerResponse: TaskWorkerResponse
  TaskRunEventPayload: TaskRunEventPayload
  RecordedState: RecordedState
  RecordedTaskRun: RecordedTaskRun
  VariableCreate: VariableCreate
  VariableUpdate: VariableUpdate
  VariableFilter: VariableFilter
  VariablesQuery: VariablesQuery
  Variable: Variable
  WorkPoolStorageConfiguration: WorkPoolStorageConfiguration
  WorkPoolCreate: WorkPoolCreate
  WorkPoolUpdate: WorkPoolUpdate
  WorkPoolFilter: WorkPoolFilter
  WorkPoolsQuery: WorkPoolsQuery
  WorkPoolResponse: WorkPoolResponse
  WorkPoolStatus: WorkPoolStatus
  WorkPoolConcurrencyStatus: WorkPoolConcurrencyStatus
  WorkQueueConcurrencyStatusDetail: WorkQueueConcurrencyStatusDetail
  FlowRunSlotSummary: FlowRunSlotSummary
  WorkerFlowRunResponse: WorkerFlowRunResponse
  FlowRun: FlowRun
  WorkPoolRunsQuery: WorkPoolRunsQuery
  WorkPoolConcurrencyQuery: WorkPoolConcurrencyQuery
  WorkQueueCreate: WorkQueueCreate
  WorkQueueUpdate: WorkQueueUpdate
  WorkQueueFilter: WorkQueueFilter
  WorkQueueNameFilter: WorkQueueNameFilter
  WorkQueuesQuery: WorkQueuesQuery
  WorkQueueResponse: WorkQueueResponse
  QueueFilter: QueueFilter
  WorkQueueStatus: WorkQueueStatus
  WorkQueueConcurrencyStatus: WorkQueueConcurrencyStatus
  WorkQueueStatusDetail: WorkQueueStatusDetail
  WorkQueueHealthPolicy: WorkQueueHealthPolicy
  WorkQueueRunsQuery: WorkQueueRunsQuery
  WorkQueueConcurrencyQuery: WorkQueueConcurrencyQuery
  WorkQueue: WorkQueue
  WorkerHelloFrame: WorkerHelloFrame
  WorkerHeartbeatFrame: WorkerHeartbeatFrame
  CleanupAckFrame: CleanupAckFrame
  CleanupReleaseFrame: CleanupReleaseFrame
  CleanupRenewFrame: CleanupRenewFrame
  WorkerHeartbeat: WorkerHeartbeat
  WorkerFilter: WorkerFilter
  WorkerStatusFilter: WorkerStatusFilter
  WorkersQuery: WorkersQuery
  WorkerResponse: WorkerResponse
  WorkerStatus: WorkerStatus
}
/**
 * The block that results are stored with when nothing else is said.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ServerDefaultResultStorage".
 */
export interface ServerDefaultResultStorage {
  default_result_storage_block_id?: string | null
  [k: string]: unknown
}
/**
 * Body of PUT /admin/storage.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ServerDefaultResultStorageUpdate".
 */
export interface ServerDefaultResultStorageUpdate {
  default_result_storage_block_id: string
  [k: string]: unknown
}
/**
 * Body of POST /ui/schemas/validate.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "SchemaCheck".
 */
export interface SchemaCheck {
  schema: {
    [k: string]: unknown
  }
  values: {
    [k: string]: unknown
  }
  [k: string]: unknown
}
/**
 * Whether values follow a schema, and where they do not.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "SchemaCheckResult".
 */
export interface SchemaCheckResult {
  errors: unknown[]
  valid: boolean
  [k: string]: unknown
}
/**
 * Body of POST /artifacts/.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ArtifactCreate".
 */
export interface ArtifactCreate {
  key?: string | null
  type?: string | null
  description?: string | null
  data?: unknown
  metadata_?: {
    [k: string]: string
  } | null
  flow_run_id?: string | null
  task_run_id?: string | null
}
/**
 * Body of PATCH /artifacts/{id}.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ArtifactUpdate".
 */
export interface ArtifactUpdate {
  data?: unknown
  description?: string | null
  metadata_?: {
    [k: string]: string
  } | null
}
/**
 * Something that a run left behind for people to look at.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "Artifact".
 */
export interface Artifact {
  id: string
  created: string | null
  updated: string | null
  key?: string | null
  type?: string | null
  description?: string | null
  data?: unknown
  metadata_?: {
    [k: string]: string
  } | null
  flow_run_id?: string | null
  task_run_id?: string | null
  [k: string]: unknown
}
/**
 * The latest artifact of a key.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ArtifactCollection".
 */
export interface ArtifactCollection {
  id: string
  created: string | null
  updated: string | null
  key: string
  latest_id: string
  type?: string | null
  description?: string | null
  data?: unknown
  metadata_?: {
    [k: string]: string
  } | null
  flow_run_id?: string | null
  task_run_id?: string | null
  [k: string]: unknown
}
/**
 * One of these keys, a key that holds the text, or any key at all.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ArtifactKeyFilter".
 */
export interface ArtifactKeyFilter {
  any_?: string[] | null
  like_?: string | null
  exists_?: boolean | null
}
/**
 * Which artifacts.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ArtifactFilter".
 */
export interface ArtifactFilter {
  operator?: 'and_' | 'or_'
  id?: null | AnyIdFilter
  key?: null | ArtifactKeyFilter
  flow_run_id?: null | AnyIdFilter
  task_run_id?: null | AnyIdFilter
  type?: null | KeyFilter
}
/**
 * One of these ids.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "AnyIdFilter".
 */
export interface AnyIdFilter {
  any_?: string[] | null
}
/**
 * One of these keys, and none of those.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "KeyFilter".
 */
export interface KeyFilter {
  any_?: string[] | null
  not_any_?: string[] | null
}
/**
 * Which latest artifacts.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ArtifactCollectionFilter".
 */
export interface ArtifactCollectionFilter {
  operator?: 'and_' | 'or_'
  latest_id?: null | AnyIdFilter
  key?: null | ArtifactKeyFilter
  flow_run_id?: null | AnyIdFilter
  task_run_id?: null | AnyIdFilter
  type?: null | KeyFilter
}
/**
 * Body of POST /artifacts/filter and /count.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ArtifactsQuery".
 */
export interface ArtifactsQuery {
  artifacts?: null | ArtifactFilter
  flow_runs?: null | FlowRunFilter
  task_runs?: null | TaskRunFilter
  flows?: null | FlowFilter
  deployments?: null | DeploymentFilter
  sort?: 'CREATED_DESC' | 'UPDATED_DESC' | 'ID_DESC' | 'KEY_DESC' | 'KEY_ASC' | null
  limit?: number | null
  offset?: number | null
  [k: string]: unknown
}
/**
 * Which flow runs.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowRunFilter".
 */
export interface FlowRunFilter {
  operator?: 'and_' | 'or_'
  id?: null | IdFilter
  name?: null | NameFilter
  tags?: null | AnyTagsFilter
  deployment_id?: null | RunDeploymentFilter
  work_queue_name?: null | RunQueueNameFilter
  state?: null | StateFilter
  flow_version?: null | AnyNameFilter
  start_time?: null | TimeOrNullFilter
  end_time?: null | TimeOrNullFilter
  expected_start_time?: null | TimeFilter
  next_scheduled_start_time?: null | TimeFilter
  parent_flow_run_id?: null | ParentFlowRunFilter
  parent_task_run_id?: null | ParentTaskRunFilter
  idempotency_key?: null | KeyFilter
  created_by?: null | RunCreatedByFilter
}
/**
 * Among these ids, and not among those.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "IdFilter".
 */
export interface IdFilter {
  any_?: string[] | null
  not_any_?: string[] | null
}
/**
 * One of these names, or a name that holds the text, upper and lower case alike.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "NameFilter".
 */
export interface NameFilter {
  any_?: string[] | null
  like_?: string | null
}
/**
 * Holds all of these tags, or one of those, or has none at all.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "AnyTagsFilter".
 */
export interface AnyTagsFilter {
  operator?: 'and_' | 'or_'
  all_?: string[] | null
  any_?: string[] | null
  is_null_?: boolean | null
}
/**
 * Runs of one of these deployments, or of none.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "RunDeploymentFilter".
 */
export interface RunDeploymentFilter {
  operator?: 'and_' | 'or_'
  any_?: string[] | null
  is_null_?: boolean | null
}
/**
 * Runs of queues of one of these names, or of none.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "RunQueueNameFilter".
 */
export interface RunQueueNameFilter {
  operator?: 'and_' | 'or_'
  any_?: string[] | null
  is_null_?: boolean | null
}
/**
 * Which states.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "StateFilter".
 */
export interface StateFilter {
  operator?: 'and_' | 'or_'
  type?: null | TypedStateFilter
  name?: null | KeyFilter
}
/**
 * States of one of these types, and of none of those.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "TypedStateFilter".
 */
export interface TypedStateFilter {
  any_?: StateType[] | null
  not_any_?: StateType[] | null
}
/**
 * One of these names.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "AnyNameFilter".
 */
export interface AnyNameFilter {
  any_?: string[] | null
}
/**
 * At or before, at or after, or no moment at all.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "TimeOrNullFilter".
 */
export interface TimeOrNullFilter {
  before_?: string | null
  after_?: string | null
  is_null_?: boolean | null
}
/**
 * At or before, at or after.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "TimeFilter".
 */
export interface TimeFilter {
  before_?: string | null
  after_?: string | null
}
/**
 * Subflows of one of these runs.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ParentFlowRunFilter".
 */
export interface ParentFlowRunFilter {
  operator?: 'and_' | 'or_'
  any_?: string[] | null
}
/**
 * Subflows that stand for one of these task runs, or runs that are no subflows.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ParentTaskRunFilter".
 */
export interface ParentTaskRunFilter {
  operator?: 'and_' | 'or_'
  any_?: string[] | null
  is_null_?: boolean | null
}
/**
 * Who made the run.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "RunCreatedByFilter".
 */
export interface RunCreatedByFilter {
  operator?: 'and_' | 'or_'
  id_?: string[] | null
  type_?: string[] | null
  is_null_?: boolean | null
}
/**
 * Which task runs.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "TaskRunFilter".
 */
export interface TaskRunFilter {
  operator?: 'and_' | 'or_'
  id?: null | AnyIdFilter
  name?: null | NameFilter
  tags?: null | TagsFilter
  state?: null | TaskRunStateFilter
  start_time?: null | TimeOrNullFilter
  end_time?: null | TimeOrNullFilter
  expected_start_time?: null | TimeFilter
  subflow_runs?: null | SubflowRunFilter
  flow_run_id?: null | TaskRunFlowRunFilter
}
/**
 * Holds all of these tags, or has none at all.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "TagsFilter".
 */
export interface TagsFilter {
  operator?: 'and_' | 'or_'
  all_?: string[] | null
  is_null_?: boolean | null
}
/**
 * Which states.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "TaskRunStateFilter".
 */
export interface TaskRunStateFilter {
  operator?: 'and_' | 'or_'
  type?: null | TaskRunStateTypeFilter
  name?: null | AnyNameFilter
}
/**
 * States of one of these types.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "TaskRunStateTypeFilter".
 */
export interface TaskRunStateTypeFilter {
  any_?: StateType[] | null
}
/**
 * Task runs that stand for a subflow, or that do not.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "SubflowRunFilter".
 */
export interface SubflowRunFilter {
  exists_?: boolean | null
}
/**
 * Task runs of one of these flow runs, or of none. Without ids, is_null_ is false unless it is null.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "TaskRunFlowRunFilter".
 */
export interface TaskRunFlowRunFilter {
  operator?: 'and_' | 'or_'
  any_?: string[] | null
  is_null_?: boolean | null
}
/**
 * Which flows.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowFilter".
 */
export interface FlowFilter {
  operator?: 'and_' | 'or_'
  id?: null | IdFilter
  deployment?: null | FlowDeploymentFilter
  name?: null | NameFilter
  tags?: null | TagsFilter
}
/**
 * Whether a flow has deployments.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowDeploymentFilter".
 */
export interface FlowDeploymentFilter {
  operator?: 'and_' | 'or_'
  is_null_?: boolean | null
}
/**
 * Which deployments.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "DeploymentFilter".
 */
export interface DeploymentFilter {
  operator?: 'and_' | 'or_'
  id?: null | IdFilter
  name?: null | NameFilter
  flow_or_deployment_name?: null | LikeFilter
  paused?: null | BooleanFilter
  tags?: null | AnyTagsFilter
  work_queue_name?: null | AnyNameFilter
  concurrency_limit?: null | IgnoredLimitFilter
}
/**
 * A name that holds the text.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "LikeFilter".
 */
export interface LikeFilter {
  like_?: string | null
}
/**
 * Is it so, or not so.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "BooleanFilter".
 */
export interface BooleanFilter {
  eq_?: boolean | null
}
/**
 * Accepted and ignored, as Prefect does.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "IgnoredLimitFilter".
 */
export interface IgnoredLimitFilter {
  ge_?: number | null
  le_?: number | null
  is_null_?: boolean | null
}
/**
 * Body of POST /artifacts/latest/filter and /latest/count.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ArtifactCollectionsQuery".
 */
export interface ArtifactCollectionsQuery {
  artifacts?: null | ArtifactCollectionFilter
  flow_runs?: null | FlowRunFilter
  task_runs?: null | TaskRunFilter
  flows?: null | FlowFilter
  deployments?: null | DeploymentFilter
  sort?: 'CREATED_DESC' | 'UPDATED_DESC' | 'ID_DESC' | 'KEY_DESC' | 'KEY_ASC' | null
  limit?: number | null
  offset?: number | null
  [k: string]: unknown
}
/**
 * An automation.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "Automation".
 */
export interface Automation {
  name: string
  description?: string
  enabled?: boolean
  tags?: string[]
  trigger: Trigger
  actions: Action[]
  actions_on_trigger?: Action[]
  actions_on_resolve?: Action[]
  id: string
  created: string | null
  updated: string | null
  [k: string]: unknown
}
/**
 * Fires when enough events come (Reactive), or too few do (Proactive), within a time in seconds.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "EventTrigger".
 */
export interface EventTrigger {
  type?: 'event'
  id?: string
  match?: ResourceSpecification
  match_related?:
    | ResourceSpecification
    | {
        [k: string]: string | string[]
      }
    | ResourceSpecification[]
  after?: string[]
  expect?: string[]
  for_each?: string[]
  posture: 'Reactive' | 'Proactive'
  threshold?: number
  within?: number
  [k: string]: unknown
}
/**
 * Labels with the values that match: * and ? are wildcards, ! negates.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ResourceSpecification".
 */
export interface ResourceSpecification {
  [k: string]: string | string[]
}
/**
 * Fires when some or all of its parts have fired.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "CompoundTrigger".
 */
export interface CompoundTrigger {
  type?: 'compound'
  id?: string
  triggers: Trigger[]
  within: number | null
  require: number | ('any' | 'all')
  [k: string]: unknown
}
/**
 * Fires when its parts have fired in their order.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "SequenceTrigger".
 */
export interface SequenceTrigger {
  type?: 'sequence'
  id?: string
  triggers: Trigger[]
  within: number | null
  [k: string]: unknown
}
/**
 * Does nothing.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "DoNothing".
 */
export interface DoNothing {
  type?: 'do-nothing'
  [k: string]: unknown
}
/**
 * Makes a run of a deployment.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "RunDeployment".
 */
export interface RunDeployment {
  type?: 'run-deployment'
  source?: 'selected' | 'inferred'
  deployment_id?: string | null
  parameters?: {
    [k: string]: unknown
  } | null
  job_variables?: {
    [k: string]: unknown
  } | null
  schedule_after?: number
  [k: string]: unknown
}
/**
 * Pauses a deployment.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "PauseDeployment".
 */
export interface PauseDeployment {
  type?: 'pause-deployment'
  source?: 'selected' | 'inferred'
  deployment_id?: string | null
  [k: string]: unknown
}
/**
 * Lets a deployment run again.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ResumeDeployment".
 */
export interface ResumeDeployment {
  type?: 'resume-deployment'
  source?: 'selected' | 'inferred'
  deployment_id?: string | null
  [k: string]: unknown
}
/**
 * Cancels the flow run that the event is about.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "CancelFlowRun".
 */
export interface CancelFlowRun {
  type?: 'cancel-flow-run'
  [k: string]: unknown
}
/**
 * Deletes the flow run that the event is about.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "DeleteFlowRun".
 */
export interface DeleteFlowRun {
  type?: 'delete-flow-run'
  [k: string]: unknown
}
/**
 * Gives the flow run that the event is about another state.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ChangeFlowRunState".
 */
export interface ChangeFlowRunState {
  type?: 'change-flow-run-state'
  name?: string | null
  state: StateType
  message?: string | null
  force?: boolean
  [k: string]: unknown
}
/**
 * Pauses a work queue.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "PauseWorkQueue".
 */
export interface PauseWorkQueue {
  type?: 'pause-work-queue'
  source?: 'selected' | 'inferred'
  work_queue_id?: string | null
  [k: string]: unknown
}
/**
 * Lets a work queue go on.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ResumeWorkQueue".
 */
export interface ResumeWorkQueue {
  type?: 'resume-work-queue'
  source?: 'selected' | 'inferred'
  work_queue_id?: string | null
  [k: string]: unknown
}
/**
 * Turns an automation off.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "PauseAutomation".
 */
export interface PauseAutomation {
  type?: 'pause-automation'
  source?: 'selected' | 'inferred'
  automation_id?: string | null
  [k: string]: unknown
}
/**
 * Turns an automation on.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ResumeAutomation".
 */
export interface ResumeAutomation {
  type?: 'resume-automation'
  source?: 'selected' | 'inferred'
  automation_id?: string | null
  [k: string]: unknown
}
/**
 * Suspends the flow run that the event is about.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "SuspendFlowRun".
 */
export interface SuspendFlowRun {
  type?: 'suspend-flow-run'
  [k: string]: unknown
}
/**
 * Lets the flow run that the event is about go on.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ResumeFlowRun".
 */
export interface ResumeFlowRun {
  type?: 'resume-flow-run'
  [k: string]: unknown
}
/**
 * Pauses a work pool.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "PauseWorkPool".
 */
export interface PauseWorkPool {
  type?: 'pause-work-pool'
  source?: 'selected' | 'inferred'
  work_pool_id?: string | null
  [k: string]: unknown
}
/**
 * Lets a work pool go on.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ResumeWorkPool".
 */
export interface ResumeWorkPool {
  type?: 'resume-work-pool'
  source?: 'selected' | 'inferred'
  work_pool_id?: string | null
  [k: string]: unknown
}
/**
 * Body of PATCH /automations/{id}.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "AutomationPartialUpdate".
 */
export interface AutomationPartialUpdate {
  enabled?: boolean
}
/**
 * Which automations.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "AutomationFilter".
 */
export interface AutomationFilter {
  operator?: 'and_' | 'or_'
  id?: null | AnyIdFilter
  name?: null | AnyNameFilter
  created?: null | AutomationFilterCreated
  tags?: null | AnyTagsFilter
}
/**
 * Made at or before.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "AutomationFilterCreated".
 */
export interface AutomationFilterCreated {
  before_?: string | null
}
/**
 * Body of POST /automations/.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "AutomationCreate".
 */
export interface AutomationCreate {
  name: string
  description?: string
  enabled?: boolean
  tags?: string[]
  /**
   * A Trigger. Its type may be missing where its fields tell; ids are made anew; times are seconds or ISO 8601.
   */
  trigger: {
    [k: string]: unknown
  }
  /**
   * Items: An Action. Its type may be missing where its fields tell.
   */
  actions: {
    [k: string]: unknown
  }[]
  /**
   * Items: An Action.
   */
  actions_on_trigger?: {
    [k: string]: unknown
  }[]
  /**
   * Items: An Action.
   */
  actions_on_resolve?: {
    [k: string]: unknown
  }[]
  owner_resource?: string | null
}
/**
 * Body of PUT /automations/{id}.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "AutomationUpdate".
 */
export interface AutomationUpdate {
  name: string
  description?: string
  enabled?: boolean
  tags?: string[]
  /**
   * A Trigger. Its type may be missing where its fields tell; ids are made anew; times are seconds or ISO 8601.
   */
  trigger: {
    [k: string]: unknown
  }
  /**
   * Items: An Action. Its type may be missing where its fields tell.
   */
  actions: {
    [k: string]: unknown
  }[]
  /**
   * Items: An Action.
   */
  actions_on_trigger?: {
    [k: string]: unknown
  }[]
  /**
   * Items: An Action.
   */
  actions_on_resolve?: {
    [k: string]: unknown
  }[]
}
/**
 * Body of /automations/filter and /automations/count. Unknown keys are ignored.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "AutomationsQuery".
 */
export interface AutomationsQuery {
  automations?: null | AutomationFilter
  sort?: 'CREATED_DESC' | 'UPDATED_DESC' | 'NAME_ASC' | 'NAME_DESC' | null
  limit?: number | null
  offset?: number | null
  [k: string]: unknown
}
/**
 * Body of POST /block_types/.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "BlockTypeCreate".
 */
export interface BlockTypeCreate {
  name: string
  slug: string
  logo_url?: string | null
  documentation_url?: string | null
  description?: string | null
  code_example?: string | null
}
/**
 * Body of PATCH /block_types/{id}.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "BlockTypeUpdate".
 */
export interface BlockTypeUpdate {
  logo_url?: string | null
  documentation_url?: string | null
  description?: string | null
  code_example?: string | null
}
/**
 * A kind of block.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "BlockType".
 */
export interface BlockType {
  id: string
  created: string | null
  updated: string | null
  name: string
  slug: string
  logo_url?: string | null
  documentation_url?: string | null
  description?: string | null
  code_example?: string | null
  is_protected?: boolean
  [k: string]: unknown
}
/**
 * Which block types.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "BlockTypeFilter".
 */
export interface BlockTypeFilter {
  name?: null | LikeFilter
  slug?: null | AnyNameFilter
}
/**
 * Body of POST /block_types/filter.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "BlockTypesQuery".
 */
export interface BlockTypesQuery {
  block_types?: null | BlockTypeFilter
  block_schemas?: null | BlockSchemaFilter
  limit?: number | null
  offset?: number | null
  [k: string]: unknown
}
/**
 * Which block schemas.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "BlockSchemaFilter".
 */
export interface BlockSchemaFilter {
  operator?: 'and_' | 'or_'
  block_type_id?: null | AnyIdFilter
  block_capabilities?: null | BlockCapabilityFilter
  id?: null | AnyIdFilter
  version?: null | AnyNameFilter
}
/**
 * Has all of these capabilities.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "BlockCapabilityFilter".
 */
export interface BlockCapabilityFilter {
  all_?: string[] | null
}
/**
 * Body of POST /block_schemas/.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "BlockSchemaCreate".
 */
export interface BlockSchemaCreate {
  fields?: {
    [k: string]: unknown
  }
  block_type_id: string
  capabilities?: string[]
  version?: string
}
/**
 * What the documents of a block type hold.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "BlockSchema".
 */
export interface BlockSchema {
  id: string
  created: string | null
  updated: string | null
  checksum: string
  fields: {
    [k: string]: unknown
  }
  block_type_id: string | null
  block_type?: null | BlockType
  capabilities?: string[]
  version?: string
  [k: string]: unknown
}
/**
 * Body of POST /block_schemas/filter.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "BlockSchemasQuery".
 */
export interface BlockSchemasQuery {
  block_schemas?: null | BlockSchemaFilter
  limit?: number | null
  offset?: number | null
  [k: string]: unknown
}
/**
 * Body of POST /block_documents/.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "BlockDocumentCreate".
 */
export interface BlockDocumentCreate {
  name?: string | null
  data?: {
    [k: string]: unknown
  }
  block_schema_id: string
  block_type_id: string
  is_anonymous?: boolean
}
/**
 * Body of PATCH /block_documents/{id}.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "BlockDocumentUpdate".
 */
export interface BlockDocumentUpdate {
  block_schema_id?: string | null
  data?: {
    [k: string]: unknown
  }
  merge_existing_data?: boolean
}
/**
 * A block: values that follow a block schema, the secret ones masked unless they were asked for.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "BlockDocument".
 */
export interface BlockDocument {
  id: string
  created: string | null
  updated: string | null
  name?: string | null
  data?: {
    [k: string]: unknown
  }
  block_schema_id: string
  block_schema?: null | BlockSchema
  block_type_id: string
  block_type_name?: string | null
  block_type?: null | BlockType
  block_document_references?: {
    [k: string]: {
      [k: string]: unknown
    }
  }
  is_anonymous?: boolean
  [k: string]: unknown
}
/**
 * Which blocks. Anonymous ones are left out unless the filter says otherwise.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "BlockDocumentFilter".
 */
export interface BlockDocumentFilter {
  operator?: 'and_' | 'or_'
  id?: null | AnyIdFilter
  is_anonymous?: null | BooleanFilter
  block_type_id?: null | AnyIdFilter
  name?: null | NameFilter
}
/**
 * Body of POST /block_documents/filter and /count.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "BlockDocumentsQuery".
 */
export interface BlockDocumentsQuery {
  block_documents?: null | BlockDocumentFilter
  block_types?: null | BlockTypeFilter
  block_schemas?: null | BlockSchemaFilter
  include_secrets?: boolean | null
  sort?: 'NAME_DESC' | 'NAME_ASC' | 'BLOCK_TYPE_AND_NAME_ASC' | null
  limit?: number | null
  offset?: number | null
  [k: string]: unknown
}
/**
 * A state of a run.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "State".
 */
export interface State {
  id: string
  type: StateType
  name?: string | null
  timestamp?: string
  message?: string | null
  data?: unknown
  state_details?: StateDetails
  [k: string]: unknown
}
/**
 * What goes with a state.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "StateDetails".
 */
export interface StateDetails {
  flow_run_id?: string | null
  task_run_id?: string | null
  child_flow_run_id?: string | null
  scheduled_time?: string | null
  cache_key?: string | null
  cache_expiration?: string | null
  deferred?: boolean | null
  untrackable_result?: boolean
  pause_timeout?: string | null
  pause_reschedule?: boolean
  pause_key?: string | null
  run_input_keyset?: {
    [k: string]: string
  } | null
  refresh_cache?: boolean | null
  retriable?: boolean | null
  transition_id?: string | null
  task_parameters_id?: string | null
  traceparent?: string | null
  deployment_concurrency_lease_id?: string | null
  [k: string]: unknown
}
/**
 * Who made an object.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "CreatedBy".
 */
export interface CreatedBy {
  id?: string | null
  type?: string | null
  display_value?: string | null
  [k: string]: unknown
}
/**
 * Who changed an object last.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "UpdatedBy".
 */
export interface UpdatedBy {
  id?: string | null
  type?: string | null
  display_value?: string | null
  [k: string]: unknown
}
/**
 * A client's CSRF token.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "CsrfToken".
 */
export interface CsrfToken {
  id: string
  created: string | null
  updated: string | null
  token: string
  client: string
  expiration: string
  [k: string]: unknown
}
/**
 * Body of POST /v2/concurrency_limits/.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ConcurrencyLimitV2Create".
 */
export interface ConcurrencyLimitV2Create {
  active?: boolean
  name: string
  limit: number
  active_slots?: number
  denied_slots?: number
  slot_decay_per_second?: number
}
/**
 * Body of PATCH /v2/concurrency_limits/{id_or_name}.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ConcurrencyLimitV2Update".
 */
export interface ConcurrencyLimitV2Update {
  active?: boolean | null
  name?: string | null
  limit?: number | null
  active_slots?: number | null
  denied_slots?: number | null
  slot_decay_per_second?: number | null
}
/**
 * Body of /v2/concurrency_limits/filter.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ConcurrencyLimitsQuery".
 */
export interface ConcurrencyLimitsQuery {
  limit?: number | null
  offset?: number | null
  page?: number | null
  [k: string]: unknown
}
/**
 * A global concurrency limit.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "GlobalConcurrencyLimitResponse".
 */
export interface GlobalConcurrencyLimitResponse {
  id: string
  created: string | null
  updated: string | null
  active?: boolean
  name: string
  limit: number
  active_slots: number
  slot_decay_per_second?: number
  [k: string]: unknown
}
/**
 * A global concurrency limit as its creation answers it.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ConcurrencyLimitV2".
 */
export interface ConcurrencyLimitV2 {
  id: string
  created: string | null
  updated: string | null
  active?: boolean
  name: string
  limit: number
  active_slots?: number
  denied_slots?: number
  slot_decay_per_second?: number
  avg_slot_occupancy_seconds?: number
  [k: string]: unknown
}
/**
 * Who holds the slots of a lease.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ConcurrencyLeaseHolder".
 */
export interface ConcurrencyLeaseHolder {
  type: 'flow_run' | 'task_run' | 'deployment'
  id: string
}
/**
 * Body of /v2/concurrency_limits/increment.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "SlotsIncrement".
 */
export interface SlotsIncrement {
  slots: number
  names: string[]
  mode?: 'concurrency' | 'rate_limit'
  /**
   * Ignored: limits must be made beforehand.
   */
  create_if_missing?: boolean | null
  [k: string]: unknown
}
/**
 * Body of /v2/concurrency_limits/increment-with-lease.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "SlotsIncrementWithLease".
 */
export interface SlotsIncrementWithLease {
  slots: number
  names: string[]
  mode?: 'concurrency' | 'rate_limit'
  /**
   * For how long the lease holds, in seconds; 300 when it is not sent.
   */
  lease_duration?: number
  holder?: null | ConcurrencyLeaseHolder
  [k: string]: unknown
}
/**
 * Body of /v2/concurrency_limits/decrement.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "SlotsDecrement".
 */
export interface SlotsDecrement {
  slots: number
  names: string[]
  occupancy_seconds?: number | null
  /**
   * Ignored: limits must be made beforehand.
   */
  create_if_missing?: boolean | null
  [k: string]: unknown
}
/**
 * Body of /v2/concurrency_limits/decrement-with-lease.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "LeaseRelease".
 */
export interface LeaseRelease {
  lease_id: string
  [k: string]: unknown
}
/**
 * Body of /v2/concurrency_limits/leases/{lease_id}/renew.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "LeaseRenewal".
 */
export interface LeaseRenewal {
  /**
   * For how long the lease holds, in seconds; 300 when it is not sent.
   */
  lease_duration?: number
  [k: string]: unknown
}
/**
 * A limit of which slots were taken or given back.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "MinimalConcurrencyLimitResponse".
 */
export interface MinimalConcurrencyLimitResponse {
  id: string
  name: string
  limit: number
  [k: string]: unknown
}
/**
 * Slots that were taken, and the lease on them.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ConcurrencyLimitWithLeaseResponse".
 */
export interface ConcurrencyLimitWithLeaseResponse {
  lease_id: string
  limits: MinimalConcurrencyLimitResponse[]
  [k: string]: unknown
}
/**
 * A limit on the task runs with a tag.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ConcurrencyLimit".
 */
export interface ConcurrencyLimit {
  id: string
  created: string | null
  updated: string | null
  tag: string
  concurrency_limit: number
  /**
   * The task runs that hold a slot.
   */
  active_slots: string[]
  [k: string]: unknown
}
/**
 * Body of POST /concurrency_limits/.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ConcurrencyLimitCreate".
 */
export interface ConcurrencyLimitCreate {
  tag: string
  concurrency_limit: number
}
/**
 * Body of /concurrency_limits/increment and /decrement.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "TagSlots".
 */
export interface TagSlots {
  names: string[]
  task_run_id: string
  [k: string]: unknown
}
/**
 * Body of /concurrency_limits/tag/{tag}/reset.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "TagSlotsReset".
 */
export interface TagSlotsReset {
  slot_override?: string[] | null
  [k: string]: unknown
}
/**
 * What happens to a run that finds no free slot. Other keys are ignored.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ConcurrencyOptions".
 */
export interface ConcurrencyOptions {
  collision_strategy: 'ENQUEUE' | 'CANCEL_NEW'
  grace_period_seconds?: number | null
  [k: string]: unknown
}
/**
 * Accepted and thrown away, as Prefect does.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "VersionInfo".
 */
export interface VersionInfo {
  type: string
  version: string
  [k: string]: unknown
}
/**
 * Body of POST /deployments/, which updates a deployment of the same flow and name.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "DeploymentCreate".
 */
export interface DeploymentCreate {
  name: string
  flow_id: string
  version?: string | null
  description?: string | null
  paused?: boolean
  concurrency_limit?: number | null
  concurrency_options?: null | ConcurrencyOptions
  global_concurrency_limit_id?: string | null
  parameter_openapi_schema?: {
    [k: string]: unknown
  } | null
  tags?: string[]
  work_queue_name?: string | null
  work_pool_name?: string | null
  path?: string | null
  pull_steps?:
    | {
        [k: string]: unknown
      }[]
    | null
  entrypoint?: string | null
  storage_document_id?: string | null
  infrastructure_document_id?: string | null
  version_info?: null | VersionInfo
  schedules?: DeploymentScheduleCreate[]
  enforce_parameter_schema?: boolean
  parameters?: {
    [k: string]: unknown
  }
  labels?: {
    [k: string]: boolean | number | string
  } | null
  job_variables?: {
    [k: string]: unknown
  }
}
/**
 * A new schedule row.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "DeploymentScheduleCreate".
 */
export interface DeploymentScheduleCreate {
  active?: boolean
  schedule: Schedule
  max_scheduled_runs?: number | null
  parameters?: {
    [k: string]: unknown
  }
  slug?: string | null
  replaces?: string | null
}
/**
 * Fires every so many seconds, counted from an anchor.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "IntervalSchedule".
 */
export interface IntervalSchedule {
  interval: number | string
  anchor_date?: string | number
  timezone?: string | null
}
/**
 * Fires when a cron expression says so.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "CronSchedule".
 */
export interface CronSchedule {
  cron: string
  timezone?: string | null
  day_or?: boolean
}
/**
 * Fires when an iCalendar recurrence rule says so.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "RRuleSchedule".
 */
export interface RRuleSchedule {
  rrule: string
  timezone?: string | null
}
/**
 * Body of PATCH /deployments/{id}: only the keys present are applied.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "DeploymentUpdate".
 */
export interface DeploymentUpdate {
  version?: string | null
  description?: string | null
  paused?: boolean
  concurrency_limit?: number | null
  concurrency_options?: null | ConcurrencyOptions
  global_concurrency_limit_id?: string | null
  parameter_openapi_schema?: {
    [k: string]: unknown
  } | null
  tags?: string[]
  work_queue_name?: string | null
  work_pool_name?: string | null
  path?: string | null
  pull_steps?:
    | {
        [k: string]: unknown
      }[]
    | null
  entrypoint?: string | null
  storage_document_id?: string | null
  infrastructure_document_id?: string | null
  version_info?: null | VersionInfo
  schedules?: DeploymentScheduleUpdate[]
  enforce_parameter_schema?: boolean | null
  parameters?: {
    [k: string]: unknown
  } | null
  job_variables?: {
    [k: string]: unknown
  } | null
}
/**
 * Changes to a schedule row: null and absent keep, but absent parameters become {}.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "DeploymentScheduleUpdate".
 */
export interface DeploymentScheduleUpdate {
  active?: boolean | null
  schedule?: null | Schedule
  max_scheduled_runs?: number | null
  parameters?: {
    [k: string]: unknown
  }
  slug?: string | null
  replaces?: string | null
}
/**
 * Body of /deployments/filter, /count and /paginate.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "DeploymentsQuery".
 */
export interface DeploymentsQuery {
  flows?: null | FlowFilter
  flow_runs?: null | FlowRunFilter
  task_runs?: null | TaskRunFilter
  deployments?: null | DeploymentFilter
  work_pools?: null | WorkPoolFilter
  work_pool_queues?: null | WorkQueueFilter
  sort?: 'CREATED_DESC' | 'UPDATED_DESC' | 'NAME_ASC' | 'NAME_DESC' | null
  limit?: number | null
  offset?: number | null
  page?: number | null
  [k: string]: unknown
}
/**
 * Which work pools.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkPoolFilter".
 */
export interface WorkPoolFilter {
  operator?: 'and_' | 'or_'
  id?: null | AnyIdFilter
  name?: null | AnyNameFilter
  type?: null | AnyNameFilter
}
/**
 * Which work queues.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkQueueFilter".
 */
export interface WorkQueueFilter {
  operator?: 'and_' | 'or_'
  id?: null | AnyIdFilter
  name?: null | WorkQueueNameFilter
}
/**
 * One of these names, or a name that begins so.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkQueueNameFilter".
 */
export interface WorkQueueNameFilter {
  any_?: string[] | null
  startswith_?: string[] | null
}
/**
 * Body of POST /deployments/{id}/schedule.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "DeploymentScheduleRuns".
 */
export interface DeploymentScheduleRuns {
  start_time?: string | null
  end_time?: string | null
  min_time?: number | null
  min_runs?: number | null
  max_runs?: number | null
  [k: string]: unknown
}
/**
 * A deployment.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "DeploymentResponse".
 */
export interface DeploymentResponse {
  id: string
  created: string | null
  updated: string | null
  name: string
  version?: string | null
  description?: string | null
  flow_id: string
  paused?: boolean
  schedules?: DeploymentSchedule[]
  concurrency_limit?: number | null
  global_concurrency_limit?: GlobalConcurrencyLimitResponse | null
  concurrency_options?: ConcurrencyOptions | null
  job_variables?: {
    [k: string]: unknown
  }
  parameters?: {
    [k: string]: unknown
  }
  tags?: string[]
  labels?: {
    [k: string]: boolean | number | string
  }
  work_queue_name?: string | null
  work_queue_id?: string | null
  last_polled?: string | null
  parameter_openapi_schema?: {
    [k: string]: unknown
  } | null
  path?: string | null
  pull_steps?:
    | {
        [k: string]: unknown
      }[]
    | null
  entrypoint?: string | null
  storage_document_id?: string | null
  infrastructure_document_id?: string | null
  created_by?: CreatedBy | null
  updated_by?: UpdatedBy | null
  work_pool_name?: string | null
  status?: DeploymentStatus | null
  enforce_parameter_schema?: boolean
  [k: string]: unknown
}
/**
 * A schedule row.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "DeploymentSchedule".
 */
export interface DeploymentSchedule {
  id: string
  created: string | null
  updated: string | null
  deployment_id?: string | null
  schedule: IntervalSchedule | CronSchedule | RRuleSchedule
  active?: boolean
  max_scheduled_runs?: number | null
  parameters?: {
    [k: string]: unknown
  }
  slug?: string | null
  [k: string]: unknown
}
/**
 * Body of /deployments/bulk_delete.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "DeploymentBulkDelete".
 */
export interface DeploymentBulkDelete {
  deployments?: null | DeploymentFilter
  limit?: number
  [k: string]: unknown
}
/**
 * Which deployments were deleted.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "DeploymentBulkDeleteResponse".
 */
export interface DeploymentBulkDeleteResponse {
  deleted?: string[]
  [k: string]: unknown
}
/**
 * Body of POST /deployments/get_scheduled_flow_runs.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "DeploymentRunsRequest".
 */
export interface DeploymentRunsRequest {
  deployment_ids: string[]
  scheduled_before?: string | null
  limit?: number | null
  [k: string]: unknown
}
/**
 * Something that happened, as its sender tells it.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "Event".
 */
export interface Event {
  occurred: string
  event: string
  resource: Resource
  related?: RelatedResource[]
  payload?: {
    [k: string]: unknown
  }
  id: string
  follows?: string | null
  [k: string]: unknown
}
/**
 * Labels of a resource; prefect.resource.id is always among them.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "Resource".
 */
export interface Resource {
  [k: string]: string
}
/**
 * A resource that an event has to do with; prefect.resource.role is always among its labels.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "RelatedResource".
 */
export interface RelatedResource {
  [k: string]: string
}
/**
 * An event with the moment it arrived.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "ReceivedEvent".
 */
export interface ReceivedEvent {
  occurred: string
  event: string
  resource: Resource
  related?: RelatedResource[]
  payload?: {
    [k: string]: unknown
  }
  id: string
  follows?: string | null
  received?: string
  [k: string]: unknown
}
/**
 * A page of events, how many there are in all, and where the next page is.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "EventPage".
 */
export interface EventPage {
  events: ReceivedEvent[]
  total: number
  next_page: string | null
  [k: string]: unknown
}
/**
 * How many events have a value in common.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "EventCount".
 */
export interface EventCount {
  value: string
  label: string
  count: number
  start_time: string
  end_time: string
  [k: string]: unknown
}
/**
 * Which events, and in which order.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "EventFilter".
 */
export interface EventFilter {
  occurred?: EventOccurredFilter
  event?: EventNameFilter | null
  resource?: EventResourceFilter | null
  related?: EventRelatedFilter | EventRelatedFilter[] | null
  any_resource?: EventAnyResourceFilter | EventAnyResourceFilter[] | null
  id?: EventIDFilter
  text?: EventTextFilter | null
  order?: EventOrder
}
/**
 * Happened from and to, both included; without them the last 180 days.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "EventOccurredFilter".
 */
export interface EventOccurredFilter {
  since?: string
  until?: string
}
/**
 * One of these names or beginnings of names, and none of those.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "EventNameFilter".
 */
export interface EventNameFilter {
  prefix?: string[] | null
  exclude_prefix?: string[] | null
  name?: string[] | null
  exclude_name?: string[] | null
}
/**
 * Whose resource is one of these; distinct gives one event for each resource.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "EventResourceFilter".
 */
export interface EventResourceFilter {
  id?: string[] | null
  id_prefix?: string[] | null
  labels?: ResourceSpecification | null
  distinct?: boolean
}
/**
 * With such a related resource.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "EventRelatedFilter".
 */
export interface EventRelatedFilter {
  id?: string[] | null
  role?: string[] | null
  resources_in_roles?: unknown[][] | null
  labels?: ResourceSpecification | null
}
/**
 * With such a resource, related or its own.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "EventAnyResourceFilter".
 */
export interface EventAnyResourceFilter {
  id?: string[] | null
  id_prefix?: string[] | null
  labels?: ResourceSpecification | null
}
/**
 * One of these ids.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "EventIDFilter".
 */
export interface EventIDFilter {
  id?: string[] | null
}
/**
 * Words to look for anywhere in the event: space means or, + required, - excluded, quotes keep words together.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "EventTextFilter".
 */
export interface EventTextFilter {
  query: string
}
/**
 * Body of POST /events/filter. Unknown keys are ignored.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "EventsQuery".
 */
export interface EventsQuery {
  filter?: EventFilter | null
  limit?: number | null
  [k: string]: unknown
}
/**
 * Body of POST /events/count-by/….
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "EventCountRequest".
 */
export interface EventCountRequest {
  filter: EventFilter
  time_unit?: 'week' | 'day' | 'hour' | 'minute' | 'second' | null
  time_interval?: number | null
  [k: string]: unknown
}
/**
 * Body of /flow_runs/filter, /count, /paginate and /lateness. Unknown keys are ignored.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowRunsQuery".
 */
export interface FlowRunsQuery {
  flows?: null | FlowFilter
  flow_runs?: null | FlowRunFilter
  task_runs?: null | TaskRunFilter
  deployments?: null | DeploymentFilter
  work_pools?: null | WorkPoolFilter
  work_pool_queues?: null | WorkQueueFilter
  sort?:
    | 'ID_DESC'
    | 'START_TIME_ASC'
    | 'START_TIME_DESC'
    | 'EXPECTED_START_TIME_ASC'
    | 'EXPECTED_START_TIME_DESC'
    | 'NAME_ASC'
    | 'NAME_DESC'
    | 'NEXT_SCHEDULED_START_TIME_ASC'
    | 'END_TIME_DESC'
    | null
  limit?: number | null
  offset?: number | null
  page?: number | null
  [k: string]: unknown
}
/**
 * A flow run.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowRunResponse".
 */
export interface FlowRunResponse {
  id: string
  created: string | null
  updated: string | null
  name?: string
  flow_id: string
  state_id?: string | null
  deployment_id?: string | null
  deployment_version?: string | null
  work_queue_id?: string | null
  work_queue_name?: string | null
  flow_version?: string | null
  parameters?: {
    [k: string]: unknown
  }
  idempotency_key?: string | null
  context?: {
    [k: string]: unknown
  }
  empirical_policy?: FlowRunPolicy
  tags?: string[]
  labels?: {
    [k: string]: boolean | number | string
  }
  parent_task_run_id?: string | null
  state_type?: StateType | null
  state_name?: string | null
  run_count?: number
  expected_start_time?: string | null
  next_scheduled_start_time?: string | null
  start_time?: string | null
  end_time?: string | null
  total_run_time?: number
  estimated_run_time?: number
  estimated_start_time_delta?: number
  auto_scheduled?: boolean
  infrastructure_document_id?: string | null
  infrastructure_pid?: string | null
  created_by?: CreatedBy | null
  work_pool_id?: string | null
  work_pool_name?: string | null
  state?: State | null
  job_variables?: {
    [k: string]: unknown
  } | null
  [k: string]: unknown
}
/**
 * How a run retries and pauses.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowRunPolicy".
 */
export interface FlowRunPolicy {
  max_retries?: number
  retry_delay_seconds?: number
  retries?: number | null
  retry_delay?: number | null
  pause_keys?: string[] | null
  resuming?: boolean | null
  retry_type?: 'in_process' | 'reschedule' | null
  [k: string]: unknown
}
/**
 * Body of POST /flow_runs/.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowRunCreate".
 */
export interface FlowRunCreate {
  state?: null | StateCreate
  name?: string | null
  flow_id: string
  flow_version?: string | null
  parameters?: {
    [k: string]: unknown
  }
  context?: {
    [k: string]: unknown
  }
  infrastructure_document_id?: string | null
  empirical_policy?: FlowRunPolicy
  tags?: string[]
  labels?: {
    [k: string]: boolean | number | string
  } | null
  idempotency_key?: string | null
  parent_task_run_id?: string | null
  work_queue_name?: string | null
  job_variables?: {
    [k: string]: unknown
  } | null
  work_pool_name?: string | null
  deployment_id?: string | null
}
/**
 * A state that a run is to have; the server gives it its id and timestamp.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "StateCreate".
 */
export interface StateCreate {
  type: StateType
  name?: string | null
  message?: string | null
  data?: unknown
  state_details?: StateDetails
}
/**
 * Body of POST /deployments/{id}/create_flow_run.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "DeploymentFlowRunCreate".
 */
export interface DeploymentFlowRunCreate {
  state?: null | StateCreate
  name?: string | null
  parameters?: {
    [k: string]: unknown
  }
  enforce_parameter_schema?: boolean | null
  context?: {
    [k: string]: unknown
  }
  infrastructure_document_id?: string | null
  empirical_policy?: FlowRunPolicy
  tags?: string[]
  labels?: {
    [k: string]: boolean | number | string
  } | null
  idempotency_key?: string | null
  parent_task_run_id?: string | null
  work_queue_name?: string | null
  job_variables?: {
    [k: string]: unknown
  } | null
}
/**
 * Body of PATCH /flow_runs/{id}.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowRunUpdate".
 */
export interface FlowRunUpdate {
  name?: string | null
  flow_version?: string | null
  parameters?: {
    [k: string]: unknown
  }
  empirical_policy?: FlowRunPolicy
  tags?: string[]
  infrastructure_pid?: string | null
  job_variables?: {
    [k: string]: unknown
  } | null
}
/**
 * Body of PATCH /flow_runs/{id}/labels: laid over the labels that the run has.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowRunLabels".
 */
export interface FlowRunLabels {
  [k: string]: boolean | number | string
}
/**
 * Body of /flow_runs/history.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowRunHistoryQuery".
 */
export interface FlowRunHistoryQuery {
  history_start: string
  history_end: string
  history_interval_seconds: number
  flows?: null | FlowFilter
  flow_runs?: null | FlowRunFilter
  task_runs?: null | TaskRunFilter
  deployments?: null | DeploymentFilter
  work_pools?: null | WorkPoolFilter
  work_queues?: null | WorkQueueFilter
  [k: string]: unknown
}
/**
 * The runs of one interval, by state.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "HistoryResponse".
 */
export interface HistoryResponse {
  interval_start: string
  interval_end: string
  states: HistoryResponseState[]
  [k: string]: unknown
}
/**
 * The runs of one interval that are in one state.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "HistoryResponseState".
 */
export interface HistoryResponseState {
  state_type: StateType
  state_name: string
  count_runs: number
  sum_estimated_run_time: number
  sum_estimated_lateness: number
  [k: string]: unknown
}
/**
 * Body of /flow_runs/bulk_delete.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowRunBulkDelete".
 */
export interface FlowRunBulkDelete {
  flow_runs?: null | FlowRunFilter
  limit?: number
  [k: string]: unknown
}
/**
 * What was deleted.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "BulkDeleteResponse".
 */
export interface BulkDeleteResponse {
  deleted: string[]
  [k: string]: unknown
}
/**
 * What became of each run that was asked for.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowRunBulkCreateResponse".
 */
export interface FlowRunBulkCreateResponse {
  results: FlowRunCreateResult[]
  [k: string]: unknown
}
/**
 * What became of a run that was asked for.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowRunCreateResult".
 */
export interface FlowRunCreateResult {
  flow_run_id?: string | null
  status: 'CREATED' | 'FAILED'
  error?: string | null
  [k: string]: unknown
}
/**
 * Body of POST /flow_runs/{id}/input.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowRunInputCreate".
 */
export interface FlowRunInputCreate {
  key: string
  value: string
  sender?: string | null
  [k: string]: unknown
}
/**
 * Body of /flow_runs/{id}/input/filter.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowRunInputsQuery".
 */
export interface FlowRunInputsQuery {
  prefix: string
  limit?: number
  exclude_keys?: string[]
  [k: string]: unknown
}
/**
 * A value that was sent to a run.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowRunInput".
 */
export interface FlowRunInput {
  id: string
  created: string | null
  updated: string | null
  flow_run_id: string
  key: string
  value: string
  sender?: string | null
  [k: string]: unknown
}
/**
 * Body of /ui/flow_runs/history.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "SimpleFlowRunsQuery".
 */
export interface SimpleFlowRunsQuery {
  sort?:
    | 'ID_DESC'
    | 'START_TIME_ASC'
    | 'START_TIME_DESC'
    | 'EXPECTED_START_TIME_ASC'
    | 'EXPECTED_START_TIME_DESC'
    | 'NAME_ASC'
    | 'NAME_DESC'
    | 'NEXT_SCHEDULED_START_TIME_ASC'
    | 'END_TIME_DESC'
  limit?: number
  offset?: number
  flows?: null | FlowFilter
  flow_runs?: null | FlowRunFilter
  task_runs?: null | TaskRunFilter
  deployments?: null | DeploymentFilter
  work_pools?: null | WorkPoolFilter
  [k: string]: unknown
}
/**
 * A run as charts show it; times in seconds.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "SimpleFlowRun".
 */
export interface SimpleFlowRun {
  id: string
  state_type: StateType
  timestamp: string
  duration: number
  lateness: number
  [k: string]: unknown
}
/**
 * The next run of a flow.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "SimpleNextFlowRun".
 */
export interface SimpleNextFlowRun {
  id: string
  flow_id: string
  name: string
  state_name: string
  state_type: StateType
  next_scheduled_start_time: string
  [k: string]: unknown
}
/**
 * Body of /ui/flow_runs/count-task-runs.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowRunIds".
 */
export interface FlowRunIds {
  flow_run_ids: string[]
  [k: string]: unknown
}
/**
 * Body of /ui/flows/count-deployments and /ui/flows/next-runs.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowIds".
 */
export interface FlowIds {
  flow_ids: string[]
  [k: string]: unknown
}
/**
 * How many, by id.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "CountsById".
 */
export interface CountsById {
  [k: string]: number
}
/**
 * The next run of each flow, by its id.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "NextRunsByFlow".
 */
export interface NextRunsByFlow {
  [k: string]: null | SimpleNextFlowRun
}
/**
 * The task runs and subflows of a run, and which waited for which.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "Graph".
 */
export interface Graph {
  start_time: string | null
  end_time: string | null
  root_node_ids: string[]
  nodes: unknown[][]
  artifacts: GraphArtifact[]
  states: GraphState[]
  [k: string]: unknown
}
/**
 * An artifact of a run.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "GraphArtifact".
 */
export interface GraphArtifact {
  id: string
  created: string
  key: string | null
  type: string | null
  is_latest: boolean
  data: unknown
  [k: string]: unknown
}
/**
 * A state that the run has had.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "GraphState".
 */
export interface GraphState {
  id: string
  timestamp: string
  type: StateType
  name: string
  [k: string]: unknown
}
/**
 * The other end of an edge.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "GraphEdge".
 */
export interface GraphEdge {
  id: string
  [k: string]: unknown
}
/**
 * A task run or a subflow.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "GraphNode".
 */
export interface GraphNode {
  kind: 'flow-run' | 'task-run'
  id: string
  label: string
  state_type: StateType
  start_time: string
  end_time: string | null
  parents: GraphEdge[]
  children: GraphEdge[]
  encapsulating: GraphEdge[]
  artifacts: GraphArtifact[]
  [k: string]: unknown
}
/**
 * A task run, and what it took as input.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "DependencyResult".
 */
export interface DependencyResult {
  id: string
  name: string
  upstream_dependencies: TaskRunResult[]
  state: State | null
  expected_start_time: string | null
  start_time: string | null
  end_time: string | null
  total_run_time: number | null
  estimated_run_time: number | null
  untrackable_result: boolean
  [k: string]: unknown
}
/**
 * The result of a task run.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "TaskRunResult".
 */
export interface TaskRunResult {
  input_type?: 'task_run'
  id: string
  [k: string]: unknown
}
/**
 * Body of POST /flows/.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowCreate".
 */
export interface FlowCreate {
  name: string
  tags?: string[]
  labels?: {
    [k: string]: boolean | number | string
  } | null
}
/**
 * Body of PATCH /flows/{id}. Labels cannot be changed.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowUpdate".
 */
export interface FlowUpdate {
  tags?: string[]
}
/**
 * Body of /flows/filter, /count and /paginate. Unknown keys are ignored.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowsQuery".
 */
export interface FlowsQuery {
  flows?: null | FlowFilter
  flow_runs?: null | FlowRunFilter
  task_runs?: null | TaskRunFilter
  deployments?: null | DeploymentFilter
  work_pools?: null | WorkPoolFilter
  sort?: 'CREATED_DESC' | 'UPDATED_DESC' | 'NAME_ASC' | 'NAME_DESC' | null
  limit?: number | null
  offset?: number | null
  page?: number | null
  [k: string]: unknown
}
/**
 * A flow.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "Flow".
 */
export interface Flow {
  id: string
  created: string | null
  updated: string | null
  name: string
  tags?: string[]
  labels?: {
    [k: string]: boolean | number | string
  } | null
  [k: string]: unknown
}
/**
 * Body of /flows/bulk_delete.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowBulkDelete".
 */
export interface FlowBulkDelete {
  flows?: null | FlowFilter
  limit?: number
  [k: string]: unknown
}
/**
 * A line that something has logged.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "LogCreate".
 */
export interface LogCreate {
  name: string
  level: number
  message: string
  timestamp: string
  flow_run_id?: string | null
  task_run_id?: string | null
}
/**
 * A stored line.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "Log".
 */
export interface Log {
  id: string
  created: string | null
  updated: string | null
  name: string
  level: number
  message: string
  timestamp: string
  flow_run_id?: string | null
  task_run_id?: string | null
  [k: string]: unknown
}
/**
 * Which lines.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "LogFilter".
 */
export interface LogFilter {
  operator?: 'and_' | 'or_'
  level?: LogFilterLevel | null
  timestamp?: LogFilterTimestamp | null
  flow_run_id?: null | AnyIdFilter
  task_run_id?: LogFilterTaskRunId | null
  text?: LogFilterTextSearch | null
}
/**
 * Levels from and to, both included.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "LogFilterLevel".
 */
export interface LogFilterLevel {
  ge_?: number | null
  le_?: number | null
}
/**
 * Logged at or after, at or before.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "LogFilterTimestamp".
 */
export interface LogFilterTimestamp {
  before_?: string | null
  after_?: string | null
}
/**
 * Of these task runs, or of a flow run alone.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "LogFilterTaskRunId".
 */
export interface LogFilterTaskRunId {
  any_?: string[] | null
  is_null_?: boolean | null
}
/**
 * Words to look for in message and logger name: space means or, + required, - excluded, quotes keep words together.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "LogFilterTextSearch".
 */
export interface LogFilterTextSearch {
  query: string
}
/**
 * Body of /logs/filter. Unknown keys are ignored.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "LogsQuery".
 */
export interface LogsQuery {
  logs?: LogFilter | null
  sort?: 'TIMESTAMP_ASC' | 'TIMESTAMP_DESC' | null
  limit?: number | null
  offset?: number | null
  [k: string]: unknown
}
/**
 * One condition of a saved search, as the web pages make it.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "SavedSearchCriterion".
 */
export interface SavedSearchCriterion {
  object: string
  property: string
  type: string
  operation: string
  value: unknown
  [k: string]: unknown
}
/**
 * Body of PUT /saved_searches/.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "SavedSearchCreate".
 */
export interface SavedSearchCreate {
  name: string
  filters?: SavedSearchCriterion[]
}
/**
 * A search that was given a name.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "SavedSearch".
 */
export interface SavedSearch {
  id: string
  created: string | null
  updated: string | null
  name: string
  filters?: SavedSearchCriterion[]
  [k: string]: unknown
}
/**
 * Body of POST /saved_searches/filter.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "SavedSearchesQuery".
 */
export interface SavedSearchesQuery {
  limit?: number | null
  offset?: number | null
  [k: string]: unknown
}
/**
 * A state that a run is to have, by force or as the rules allow.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "StateChange".
 */
export interface StateChange {
  state: StateCreate
  force?: boolean
  [k: string]: unknown
}
/**
 * A state that all matching flow runs are to have.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowRunsStateChange".
 */
export interface FlowRunsStateChange {
  flow_runs?: FlowRunFilter | null
  state: StateCreate
  force?: boolean
  limit?: number
  [k: string]: unknown
}
/**
 * What a paused flow run was waiting for.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowRunResume".
 */
export interface FlowRunResume {
  run_input?: {
    [k: string]: unknown
  } | null
  [k: string]: unknown
}
/**
 * What became of a proposed state.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "OrchestrationResult".
 */
export interface OrchestrationResult {
  state: State | null
  status: SetStateStatus
  details: StateAcceptDetails | StateWaitDetails | StateRejectDetails | StateAbortDetails
  [k: string]: unknown
}
/**
 * Of a state that was taken.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "StateAcceptDetails".
 */
export interface StateAcceptDetails {
  type?: 'accept_details'
  [k: string]: unknown
}
/**
 * After how long to propose the state again.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "StateWaitDetails".
 */
export interface StateWaitDetails {
  type?: 'wait_details'
  delay_seconds: number
  reason?: string | null
  [k: string]: unknown
}
/**
 * Why another state, or none, was taken instead.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "StateRejectDetails".
 */
export interface StateRejectDetails {
  type?: 'reject_details'
  reason?: string | null
  [k: string]: unknown
}
/**
 * Why whoever proposed the state should give up.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "StateAbortDetails".
 */
export interface StateAbortDetails {
  type?: 'abort_details'
  reason?: string | null
  [k: string]: unknown
}
/**
 * What became of each of several flow runs.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowRunBulkSetStateResponse".
 */
export interface FlowRunBulkSetStateResponse {
  results?: FlowRunOrchestrationResult[]
  [k: string]: unknown
}
/**
 * What became of a state proposed for one of several flow runs.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowRunOrchestrationResult".
 */
export interface FlowRunOrchestrationResult {
  flow_run_id: string
  status: SetStateStatus
  state?: State | null
  details: StateAcceptDetails | StateWaitDetails | StateRejectDetails | StateAbortDetails
  [k: string]: unknown
}
/**
 * The result of a flow run.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowRunResult".
 */
export interface FlowRunResult {
  input_type?: 'flow_run'
  id: string
  [k: string]: unknown
}
/**
 * A parameter of the flow.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "Parameter".
 */
export interface Parameter {
  input_type?: 'parameter'
  name: string
  [k: string]: unknown
}
/**
 * A constant of that type.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "Constant".
 */
export interface Constant {
  input_type?: 'constant'
  type: string
  [k: string]: unknown
}
/**
 * Where the arguments of a task come from, by their names.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "TaskRunInputs".
 */
export interface TaskRunInputs {
  [k: string]: TaskRunInput[]
}
/**
 * How a task run is tried again.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "TaskRunPolicy".
 */
export interface TaskRunPolicy {
  /**
   * The former name of retries.
   */
  max_retries?: number
  /**
   * The former name of retry_delay.
   */
  retry_delay_seconds?: number
  retries?: number | null
  /**
   * Seconds before the next attempt, or before each.
   */
  retry_delay?: null | number | number[]
  retry_jitter_factor?: number | null
  [k: string]: unknown
}
/**
 * Body of POST /task_runs/.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "TaskRunCreate".
 */
export interface TaskRunCreate {
  id?: string | null
  state?: null | StateCreate
  name?: string | null
  flow_run_id?: string | null
  task_key: string
  dynamic_key: string
  cache_key?: string | null
  cache_expiration?: string | null
  task_version?: string | null
  empirical_policy?: TaskRunPolicy
  tags?: string[]
  labels?: {
    [k: string]: string | number | boolean
  } | null
  task_inputs?: TaskRunInputs
}
/**
 * Body of PATCH /task_runs/{id}.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "TaskRunUpdate".
 */
export interface TaskRunUpdate {
  name?: string | null
}
/**
 * A task run.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "TaskRun".
 */
export interface TaskRun {
  id: string
  created: string | null
  updated: string | null
  name?: string
  flow_run_id?: string | null
  task_key: string
  dynamic_key: string
  cache_key?: string | null
  cache_expiration?: string | null
  task_version?: string | null
  empirical_policy?: TaskRunPolicy
  tags?: string[]
  labels?: {
    [k: string]: string | number | boolean
  } | null
  state_id?: string | null
  task_inputs?: TaskRunInputs
  state_type?: null | StateType
  state_name?: string | null
  run_count?: number
  flow_run_run_count?: number
  expected_start_time?: string | null
  next_scheduled_start_time?: string | null
  start_time?: string | null
  end_time?: string | null
  total_run_time?: number
  estimated_run_time?: number
  estimated_start_time_delta?: number
  state?: null | State
  [k: string]: unknown
}
/**
 * A task run with the name of its flow run.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "UITaskRun".
 */
export interface UITaskRun {
  id: string
  created: string | null
  updated: string | null
  name?: string
  flow_run_id?: string | null
  task_key: string
  dynamic_key: string
  cache_key?: string | null
  cache_expiration?: string | null
  task_version?: string | null
  empirical_policy?: TaskRunPolicy
  tags?: string[]
  labels?: {
    [k: string]: string | number | boolean
  } | null
  state_id?: string | null
  task_inputs?: TaskRunInputs
  state_type?: null | StateType
  state_name?: string | null
  run_count?: number
  flow_run_run_count?: number
  expected_start_time?: string | null
  next_scheduled_start_time?: string | null
  start_time?: string | null
  end_time?: string | null
  total_run_time?: number
  estimated_run_time?: number
  estimated_start_time_delta?: number
  state?: null | State
  flow_run_name?: string | null
  [k: string]: unknown
}
/**
 * A task run as pages of them have it.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "TaskRunResponse".
 */
export interface TaskRunResponse {
  id: string
  created: string | null
  updated: string | null
  name?: string
  flow_run_id?: string | null
  task_key: string
  state_id?: string | null
  state?: null | State
  task_version?: string | null
  task_inputs?: TaskRunInputs
  empirical_policy?: TaskRunPolicy
  tags?: string[]
  start_time?: string | null
  end_time?: string | null
  total_run_time?: number
  estimated_run_time?: number
  estimated_start_time_delta?: number
  [k: string]: unknown
}
/**
 * Body of /task_runs/filter, /count and /paginate. Unknown keys are ignored.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "TaskRunsQuery".
 */
export interface TaskRunsQuery {
  flows?: null | FlowFilter
  flow_runs?: null | FlowRunFilter
  task_runs?: null | TaskRunFilter
  deployments?: null | DeploymentFilter
  sort?:
    | 'ID_DESC'
    | 'EXPECTED_START_TIME_ASC'
    | 'EXPECTED_START_TIME_DESC'
    | 'NAME_ASC'
    | 'NAME_DESC'
    | 'NEXT_SCHEDULED_START_TIME_ASC'
    | 'END_TIME_DESC'
  limit?: number | null
  offset?: number | null
  page?: number | null
  [k: string]: unknown
}
/**
 * Body of /task_runs/history.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "TaskRunHistoryQuery".
 */
export interface TaskRunHistoryQuery {
  history_start: string
  history_end: string
  history_interval_seconds: number
  flows?: null | FlowFilter
  flow_runs?: null | FlowRunFilter
  task_runs?: null | TaskRunFilter
  deployments?: null | DeploymentFilter
  [k: string]: unknown
}
/**
 * Body of /ui/task_runs/dashboard/counts.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "TaskRunDashboard".
 */
export interface TaskRunDashboard {
  flows?: null | FlowFilter
  flow_runs?: null | FlowRunFilter
  task_runs: TaskRunFilter
  deployments?: null | DeploymentFilter
  work_pools?: null | WorkPoolFilter
  work_queues?: null | WorkQueueFilter
  [k: string]: unknown
}
/**
 * How many task runs ended well, and how many did not.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "TaskRunCount".
 */
export interface TaskRunCount {
  completed: number
  failed: number
  [k: string]: unknown
}
/**
 * How many runs are in a state of each type.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "CountByState".
 */
export interface CountByState {
  COMPLETED?: number
  PENDING?: number
  RUNNING?: number
  FAILED?: number
  CANCELLED?: number
  CRASHED?: number
  PAUSED?: number
  CANCELLING?: number
  SCHEDULED?: number
  [k: string]: unknown
}
/**
 * Who serves one of these tasks.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "TaskWorkerFilter".
 */
export interface TaskWorkerFilter {
  task_keys: string[]
  [k: string]: unknown
}
/**
 * Body of /task_workers/filter.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "TaskWorkersQuery".
 */
export interface TaskWorkersQuery {
  task_worker_filter?: null | TaskWorkerFilter
  [k: string]: unknown
}
/**
 * Who serves tasks, and when it last gave a sign of life.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "TaskWorkerResponse".
 */
export interface TaskWorkerResponse {
  identifier: string
  task_keys: string[]
  timestamp: string
  [k: string]: unknown
}
/**
 * What an event tells of a task run that a client carries out by itself.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "TaskRunEventPayload".
 */
export interface TaskRunEventPayload {
  validated_state: RecordedState
  task_run: RecordedTaskRun
  [k: string]: unknown
}
/**
 * The state that the task run has from then on.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "RecordedState".
 */
export interface RecordedState {
  type: StateType
  name?: string | null
  message?: string | null
  data?: unknown
  state_details?: StateDetails
  [k: string]: unknown
}
/**
 * The task run at that moment; what is left out stays as it was.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "RecordedTaskRun".
 */
export interface RecordedTaskRun {
  task_key: string
  dynamic_key: string
  cache_key?: string | null
  cache_expiration?: string | null
  task_version?: string | null
  empirical_policy?: TaskRunPolicy
  tags?: string[]
  labels?: {
    [k: string]: string | number | boolean
  } | null
  task_inputs?: TaskRunInputs
  name?: string | null
  run_count?: number
  flow_run_run_count?: number
  expected_start_time?: string | null
  next_scheduled_start_time?: string | null
  start_time?: string | null
  end_time?: string | null
  total_run_time?: number
  [k: string]: unknown
}
/**
 * Body of POST /variables/.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "VariableCreate".
 */
export interface VariableCreate {
  name: string
  value: unknown
  tags?: string[]
}
/**
 * Body of PATCH /variables/{id} and /variables/name/{name}.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "VariableUpdate".
 */
export interface VariableUpdate {
  name?: string | null
  value?: unknown
  tags?: string[] | null
}
/**
 * Which variables.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "VariableFilter".
 */
export interface VariableFilter {
  operator?: 'and_' | 'or_'
  id?: null | AnyIdFilter
  name?: null | NameFilter
  tags?: null | TagsFilter
}
/**
 * Body of /variables/filter and /count.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "VariablesQuery".
 */
export interface VariablesQuery {
  variables?: null | VariableFilter
  sort?: 'CREATED_DESC' | 'UPDATED_DESC' | 'NAME_DESC' | 'NAME_ASC' | null
  limit?: number | null
  offset?: number | null
  page?: number | null
  [k: string]: unknown
}
/**
 * A variable.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "Variable".
 */
export interface Variable {
  id: string
  created: string | null
  updated: string | null
  name: string
  value:
    | string
    | number
    | boolean
    | {
        [k: string]: unknown
      }
    | unknown[]
    | null
  tags?: string[]
  [k: string]: unknown
}
/**
 * Where a work pool keeps bundles and results.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkPoolStorageConfiguration".
 */
export interface WorkPoolStorageConfiguration {
  bundle_upload_step?: {
    [k: string]: unknown
  } | null
  bundle_execution_step?: {
    [k: string]: unknown
  } | null
  default_result_storage_block_id?: string | null
}
/**
 * Body of POST /work_pools/.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkPoolCreate".
 */
export interface WorkPoolCreate {
  name: string
  description?: string | null
  type?: string
  base_job_template?: {
    [k: string]: unknown
  }
  is_paused?: boolean
  concurrency_limit?: number | null
  storage_configuration?: WorkPoolStorageConfiguration
}
/**
 * Body of PATCH /work_pools/{name}. Name and type cannot be changed.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkPoolUpdate".
 */
export interface WorkPoolUpdate {
  description?: string | null
  is_paused?: boolean | null
  base_job_template?: {
    [k: string]: unknown
  } | null
  concurrency_limit?: number | null
  storage_configuration?: null | WorkPoolStorageConfiguration
}
/**
 * Body of /work_pools/filter and /count.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkPoolsQuery".
 */
export interface WorkPoolsQuery {
  work_pools?: null | WorkPoolFilter
  limit?: number | null
  offset?: number | null
  page?: number | null
  [k: string]: unknown
}
/**
 * A work pool.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkPoolResponse".
 */
export interface WorkPoolResponse {
  id: string
  created: string | null
  updated: string | null
  name: string
  description?: string | null
  type: string
  base_job_template?: {
    [k: string]: unknown
  }
  is_paused?: boolean
  concurrency_limit?: number | null
  status?: WorkPoolStatus | null
  default_queue_id?: string | null
  storage_configuration?: WorkPoolStorageConfiguration
  active_slots?: number | null
  [k: string]: unknown
}
/**
 * Which runs hold the slots of a work pool, queue by queue.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkPoolConcurrencyStatus".
 */
export interface WorkPoolConcurrencyStatus {
  active_slots: number
  concurrency_limit?: number | null
  queues?: WorkQueueConcurrencyStatusDetail[]
  count: number
  limit: number
  pages: number
  page: number
  [k: string]: unknown
}
/**
 * Which runs hold the slots of one queue of a work pool.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkQueueConcurrencyStatusDetail".
 */
export interface WorkQueueConcurrencyStatusDetail {
  queue_id: string
  queue_name: string
  active_slots: number
  concurrency_limit?: number | null
  flow_runs?: FlowRunSlotSummary[]
  flow_run_count?: number | null
  [k: string]: unknown
}
/**
 * A run that holds a slot.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowRunSlotSummary".
 */
export interface FlowRunSlotSummary {
  id: string
  name: string
  state_type?: StateType | null
  state_name?: string | null
  start_time?: string | null
  state_timestamp?: string | null
  time_in_current_state?: number | null
  [k: string]: unknown
}
/**
 * A run for a worker to start, with where it comes from.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkerFlowRunResponse".
 */
export interface WorkerFlowRunResponse {
  work_pool_id: string
  work_queue_id: string
  flow_run: FlowRun
  [k: string]: unknown
}
/**
 * A flow run as workers get it: its `state` is always null.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "FlowRun".
 */
export interface FlowRun {
  id: string
  created: string | null
  updated: string | null
  name?: string
  flow_id: string
  state_id?: string | null
  deployment_id?: string | null
  deployment_version?: string | null
  work_queue_name?: string | null
  flow_version?: string | null
  parameters?: {
    [k: string]: unknown
  }
  idempotency_key?: string | null
  context?: {
    [k: string]: unknown
  }
  empirical_policy?: FlowRunPolicy
  tags?: string[]
  labels?: {
    [k: string]: boolean | number | string
  } | null
  parent_task_run_id?: string | null
  state_type?: StateType | null
  state_name?: string | null
  run_count?: number
  expected_start_time?: string | null
  next_scheduled_start_time?: string | null
  start_time?: string | null
  end_time?: string | null
  total_run_time?: number
  estimated_run_time?: number
  estimated_start_time_delta?: number
  auto_scheduled?: boolean
  infrastructure_document_id?: string | null
  infrastructure_pid?: string | null
  created_by?: CreatedBy | null
  work_queue_id?: string | null
  state?: State | null
  job_variables?: {
    [k: string]: unknown
  } | null
  [k: string]: unknown
}
/**
 * Body of POST /work_pools/{name}/get_scheduled_flow_runs.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkPoolRunsQuery".
 */
export interface WorkPoolRunsQuery {
  work_queue_names?: string[] | null
  scheduled_before?: string | null
  scheduled_after?: string | null
  limit?: number | null
  [k: string]: unknown
}
/**
 * Body of POST /work_pools/{name}/concurrency_status.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkPoolConcurrencyQuery".
 */
export interface WorkPoolConcurrencyQuery {
  page?: number | null
  limit?: number | null
  flow_run_limit?: number | null
  [k: string]: unknown
}
/**
 * Body of POST /work_pools/{name}/queues.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkQueueCreate".
 */
export interface WorkQueueCreate {
  name: string
  description?: string | null
  is_paused?: boolean
  concurrency_limit?: number | null
  priority?: number | null
  filter?: {
    [k: string]: unknown
  } | null
}
/**
 * Body of PATCH /work_pools/{name}/queues/{queue}.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkQueueUpdate".
 */
export interface WorkQueueUpdate {
  name?: string | null
  description?: string | null
  is_paused?: boolean
  concurrency_limit?: number | null
  priority?: number | null
  last_polled?: string | null
  filter?: {
    [k: string]: unknown
  } | null
}
/**
 * Body of /work_pools/{name}/queues/filter.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkQueuesQuery".
 */
export interface WorkQueuesQuery {
  work_queues?: null | WorkQueueFilter
  limit?: number | null
  offset?: number | null
  page?: number | null
  [k: string]: unknown
}
/**
 * A work queue.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkQueueResponse".
 */
export interface WorkQueueResponse {
  id: string
  created: string | null
  updated: string | null
  name: string
  description?: string | null
  is_paused?: boolean
  concurrency_limit?: number | null
  priority?: number
  work_pool_id?: string | null
  filter?: QueueFilter | null
  last_polled?: string | null
  work_pool_name?: string | null
  status?: WorkQueueStatus | null
  active_slots?: number | null
  [k: string]: unknown
}
/**
 * Which runs a queue takes; no longer used.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "QueueFilter".
 */
export interface QueueFilter {
  tags?: string[] | null
  deployment_ids?: string[] | null
  [k: string]: unknown
}
/**
 * Which runs hold the slots of a work queue.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkQueueConcurrencyStatus".
 */
export interface WorkQueueConcurrencyStatus {
  active_slots: number
  concurrency_limit?: number | null
  flow_runs?: FlowRunSlotSummary[]
  count: number
  limit: number
  pages: number
  page: number
  [k: string]: unknown
}
/**
 * Whether a work queue is polled, and has no late runs.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkQueueStatusDetail".
 */
export interface WorkQueueStatusDetail {
  healthy: boolean
  late_runs_count?: number
  last_polled?: string | null
  health_check_policy: WorkQueueHealthPolicy
  [k: string]: unknown
}
/**
 * When a work queue counts as healthy.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkQueueHealthPolicy".
 */
export interface WorkQueueHealthPolicy {
  maximum_late_runs?: number | null
  maximum_seconds_since_last_polled?: number | null
  [k: string]: unknown
}
/**
 * Body of POST /work_queues/{id}/get_runs.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkQueueRunsQuery".
 */
export interface WorkQueueRunsQuery {
  scheduled_before?: string | null
  limit?: number | null
  [k: string]: unknown
}
/**
 * Body of POST /work_queues/{id}/concurrency_status.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkQueueConcurrencyQuery".
 */
export interface WorkQueueConcurrencyQuery {
  page?: number | null
  limit?: number | null
  [k: string]: unknown
}
/**
 * A work queue, without what its pool says.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkQueue".
 */
export interface WorkQueue {
  id: string
  created: string | null
  updated: string | null
  name: string
  description?: string | null
  is_paused?: boolean
  concurrency_limit?: number | null
  priority?: number
  work_pool_id?: string | null
  filter?: QueueFilter | null
  last_polled?: string | null
  [k: string]: unknown
}
/**
 * What a worker says first on its channel.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkerHelloFrame".
 */
export interface WorkerHelloFrame {
  type: 'worker.hello.v1'
  id: string
  sent_at: string
  payload: {
    consumer_id: string
    worker_name: string
    worker_type: string
    heartbeat_interval_seconds: number
    /**
     * @minItems 1
     */
    supported_channel_versions: string[]
    /**
     * @minItems 1
     */
    requested_capabilities: string[]
    work_queue_names?: string[]
    handled_cleanup_kinds?: ('cancelling_timeout_teardown.v1' | 'pending_claim_teardown.v1')[]
    max_cleanup_concurrency?: number
    create_pool_if_not_found?: boolean
    default_base_job_template?: {
      [k: string]: unknown
    }
    worker_metadata?: {
      [k: string]: unknown
    } | null
  }
}
/**
 * A worker's sign of life on its channel.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkerHeartbeatFrame".
 */
export interface WorkerHeartbeatFrame {
  type: 'worker.heartbeat.v1'
  id: string
  sent_at: string
  payload: {
    consumer_id: string
    worker_name: string
    heartbeat_interval_seconds: number
  }
}
/**
 * A worker has cleaned up.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "CleanupAckFrame".
 */
export interface CleanupAckFrame {
  type: 'cleanup.ack.v1'
  id: string
  sent_at: string
  payload: {
    message_id: string
    reservation_token: string
  }
}
/**
 * A worker gives back what it was to clean up.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "CleanupReleaseFrame".
 */
export interface CleanupReleaseFrame {
  type: 'cleanup.release.v1'
  id: string
  sent_at: string
  payload: {
    message_id: string
    reservation_token: string
    reason: string
  }
}
/**
 * A worker is still cleaning up.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "CleanupRenewFrame".
 */
export interface CleanupRenewFrame {
  type: 'cleanup.renew.v1'
  id: string
  sent_at: string
  payload: {
    message_id: string
    reservation_token: string
  }
}
/**
 * Body of POST /work_pools/{name}/workers/heartbeat.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkerHeartbeat".
 */
export interface WorkerHeartbeat {
  name: string
  heartbeat_interval_seconds?: number | null
  [k: string]: unknown
}
/**
 * Which workers.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkerFilter".
 */
export interface WorkerFilter {
  operator?: 'and_' | 'or_'
  last_heartbeat_time?: null | TimeFilter
  status?: null | WorkerStatusFilter
}
/**
 * Which states of a worker.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkerStatusFilter".
 */
export interface WorkerStatusFilter {
  any_?: ('ONLINE' | 'OFFLINE')[] | null
  not_any_?: ('ONLINE' | 'OFFLINE')[] | null
}
/**
 * Body of /work_pools/{name}/workers/filter.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkersQuery".
 */
export interface WorkersQuery {
  workers?: null | WorkerFilter
  limit?: number | null
  offset?: number | null
  page?: number | null
  [k: string]: unknown
}
/**
 * A worker.
 *
 * This interface was referenced by `PrefectApi`'s JSON-Schema
 * via the `definition` "WorkerResponse".
 */
export interface WorkerResponse {
  id: string
  created: string | null
  updated: string | null
  name: string
  work_pool_id: string
  last_heartbeat_time?: string | null
  heartbeat_interval_seconds?: number | null
  status?: WorkerStatus
  [k: string]: unknown
}
