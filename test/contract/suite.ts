import { afterAll, beforeAll, describe } from 'vitest'
import { type Api, type Start, apiAt } from './api.ts'
import { automationCallContract } from './automation-calls.ts'
import { automationContract } from './automations.ts'
import { agentQueueContract } from './agent-queues.ts'
import { artifactContract } from './artifacts.ts'
import { blockDefaultContract } from './block-defaults.ts'
import { blockDocumentContract } from './block-documents.ts'
import { blockEventContract } from './block-events.ts'
import { blockSchemaContract } from './block-schemas.ts'
import { blockTypeContract } from './block-types.ts'
import { concurrencyContract } from './concurrency.ts'
import { createContract } from './deployment-create.ts'
import { patchContract } from './deployment-patch.ts'
import { readContract } from './deployment-read.ts'
import { validationContract } from './deployment-validation.ts'
import { eventSocketContract } from './event-sockets.ts'
import { eventContract } from './events.ts'
import { deploymentRunContract } from './deployment-runs.ts'
import { flowRunChangeContract } from './flow-run-changes.ts'
import { flowRunCreateContract } from './flow-run-create.ts'
import { flowRunDependencyContract } from './flow-run-dependencies.ts'
import { flowRunFilterContract } from './flow-run-filters.ts'
import { flowRunGraphContract } from './flow-run-graph.ts'
import { flowRunInputContract } from './flow-run-inputs.ts'
import { flowRunStateContract } from './flow-run-states.ts'
import { flowContract } from './flows.ts'
import { laxValueContract } from './lax-values.ts'
import { logContract } from './logs.ts'
import { poolAssignmentContract } from './pool-assignment.ts'
import { pollingContract } from './polling.ts'
import { queueCheckContract } from './queue-check.ts'
import { refusalContract } from './refusals.ts'
import { resultStorageContract } from './result-storage.ts'
import { rootContract } from './root.ts'
import { savedSearchContract } from './saved-searches.ts'
import { scheduledRunsContract } from './scheduled-runs.ts'
import { schedulePatchContract } from './schedule-patch.ts'
import { scheduleRowContract } from './schedule-rows.ts'
import { scheduleRuleContract } from './schedule-rules.ts'
import { slotContract, tagLimitContract } from './slots.ts'
import { recordedTaskRunContract, taskRunContract } from './task-runs.ts'
import { valuesCheckContract } from './values-check.ts'
import { taskSocketContract } from './task-sockets.ts'
import { toldEventContract } from './told-events.ts'
import { variableContract } from './variables.ts'
import { workPoolContract } from './work-pools.ts'
import { workerChannelContract } from './worker-channel.ts'

/**
 * What a Prefect server does with requests, as far as a registrar relies on it. Every server that registrar talks to
 * must pass: the embedded one and the real one.
 */
export function contractSuite(name: string, start: Start): void {
  describe(name, () => {
    let server: Awaited<ReturnType<Start>> | undefined
    let api: Api
    beforeAll(async () => {
      server = await start()
      api = apiAt(server.api, server.isFlaky ?? false)
    })
    afterAll(async () => {
      await server?.close()
    })
    const contracts = {
      'the server itself': rootContract,
      flows: flowContract,
      'creating deployments': createContract,
      'changing deployments': patchContract,
      'schedules in a PATCH of a deployment': schedulePatchContract,
      'schedule rows': scheduleRowContract,
      'schedule rules': scheduleRuleContract,
      'reading deployments': readContract,
      'parameters and job variables': validationContract,
      'concurrency limits': concurrencyContract,
      'slots of global limits': slotContract,
      'limits on tags': tagLimitContract,
      'task runs': taskRunContract,
      'task runs of clients': recordedTaskRunContract,
      'background tasks': taskSocketContract,
      'pools and queues of deployments': poolAssignmentContract,
      'work pools': workPoolContract,
      'polling for runs': pollingContract,
      'queues of agents': agentQueueContract,
      'the channel of workers': workerChannelContract,
      variables: variableContract,
      'block types': blockTypeContract,
      'block schemas': blockSchemaContract,
      blocks: blockDocumentContract,
      'job variables in blocks': blockDefaultContract,
      artifacts: artifactContract,
      'saved searches': savedSearchContract,
      'events of blocks and artifacts': blockEventContract,
      'storage of results': resultStorageContract,
      'queues for a deployment': queueCheckContract,
      'what task runs depend on': flowRunDependencyContract,
      'values against a schema': valuesCheckContract,
      'numbers and booleans written otherwise': laxValueContract,
      'the words of refusals': refusalContract,
      logs: logContract,
      events: eventContract,
      'websockets of events': eventSocketContract,
      'events that are told': toldEventContract,
      automations: automationContract,
      'what automations call': automationCallContract,
      'scheduled runs': scheduledRunsContract,
      'creating flow runs': flowRunCreateContract,
      'runs of deployments': deploymentRunContract,
      'changing and deleting flow runs': flowRunChangeContract,
      'finding flow runs': flowRunFilterContract,
      'graphs of flow runs': flowRunGraphContract,
      'inputs, states and logs of flow runs': flowRunInputContract,
      'states of flow runs': flowRunStateContract,
    }
    for (const [title, contract] of Object.entries(contracts)) describe(title, () => contract(() => api))
  })
}
