import type { Content } from './content.ts'

/** A page of the interface, and what of the server's content it must show. */
export type Place = { readonly path: string; readonly shows: readonly string[] }

/** Every page of the interface that Prefect shows by default. */
export function placesOf(content: Content): readonly Place[] {
  return [
    place('/dashboard', 'Active Work Pools', 'etl'),
    ...runPlaces(content),
    ...deploymentPlaces(content),
    ...workPlaces(),
    ...blockPlaces(content),
    place('/variables', 'to-be-deleted', '"late autumn"', 'weather'),
    ...automationPlaces(content),
    place('/concurrency-limits?tab=global', 'database', 'tag:disk', `deployment:${content.deployment}`),
    place('/concurrency-limits?tab=task-run', 'Task Run Concurrency Limits', 'disk'),
    place(
      `/concurrency-limits/concurrency-limit/${content.tagLimit}`,
      'Concurrency Limit Count',
      'No active task runs',
    ),
    ...artifactPlaces(content),
    place('/settings', '"analytics_enabled"', '3.8.8'),
  ]
}

/** The main pages of the interface that Prefect had before, and still has. */
export function formerPlacesOf(content: Content): readonly Place[] {
  const { run, deployment, taskRun, event } = content
  return [
    place('/dashboard', 'Active Work Pools', 'etl'),
    place('/runs', 'is-crashed', 'is-paused'),
    place(`/runs/flow-run/${run}`, 'the etl of monday begins'),
    place(`/runs/task-run/${taskRun}`, 'extracted three rows of monday'),
    place('/flows', '3 Flows', 'summarize'),
    place('/deployments', '1 Deployment', 'nightly'),
    place(`/deployments/deployment/${deployment}`, 'hourly', 'is-failed', 'try-again'),
    place('/work-pools', '1 Work pool', 'Runs on this machine.'),
    place('/work-pools/work-pool/local', 'Base Job Configuration', 'is-failed'),
    place('/blocks', '2 Blocks', 'door-code'),
    place('/variables', 'to-be-deleted', '"late autumn"'),
    place('/automations', 'compound-one', 'When five fail.'),
    place(`/events/event/${event}`, 'Shop order paid'),
    place('/events', 'All resources', 'Past day'),
    place('/concurrency-limits', 'database'),
    place('/artifacts', '4 Artifacts', 'table-of-rows'),
  ]
}

function runPlaces({ run, failedRun, subflowRun, taskRun, runIn, flow }: Content): readonly Place[] {
  return [
    place('/runs', '11 Flow runs', 'is-crashed', 'is-paused'),
    place('/runs?tab=task-runs', '6 Task runs', 'extract-'),
    place(`/runs/flow-run/${run}`, '5 Task runs', 'the etl of monday begins'),
    place(`/runs/flow-run/${run}?tab=TaskRuns`, '4 Task runs', 'double-'),
    place(`/runs/flow-run/${run}?tab=SubflowRuns`, '1 Subflow run', 'summarize'),
    place(`/runs/flow-run/${run}?tab=Details`, 'Flow Run ID', run),
    place(`/runs/flow-run/${run}?tab=Parameters`, '"monday"'),
    place(`/runs/flow-run/${subflowRun}?tab=Artifacts`, 'progress-of-rows', 'table-of-rows'),
    place(`/runs/flow-run/${failedRun}`, 'no such disk'),
    place(`/runs/flow-run/${runIn['RUNNING']}`, 'is-running', 'Waiting for logs'),
    place(`/runs/flow-run/${runIn['RUNNING']}?tab=JobVariables`, 'Copy job variables'),
    place(`/runs/task-run/${taskRun}`, 'extracted three rows of monday'),
    place(`/runs/task-run/${taskRun}?tab=TaskInputs`, '"day"'),
    place(`/runs/task-run/${taskRun}?tab=Artifacts`, 'This task run did not produce any artifacts'),
    place('/flows', '3 Flows', 'summarize'),
    place(`/flows/flow/${flow}`, 'is-failed', 'auto-scheduled'),
    place(`/flows/flow/${flow}?tab=deployments`, '1 Deployment', 'Every 1 hour'),
    place(`/flows/flow/${flow}?tab=details`, 'Flow ID', flow),
  ]
}

function deploymentPlaces({ deployment }: Content): readonly Place[] {
  const path = `/deployments/deployment/${deployment}`
  return [
    place('/deployments', '1 Deployment', '2 schedules'),
    place(path, 'Next Run', 'is-completed', 'At 02:00 AM', 'try-again'),
    place(`${path}?tab=Upcoming`, 'Oldest to newest', 'auto-scheduled'),
    place(`${path}?tab=Parameters`, '2 parameters', 'tuesday'),
    place(`${path}?tab=Configuration`, 'Pull Steps'),
    place(`${path}?tab=Description`, 'Every night.'),
    place(`${path}/edit`, 'Collision Strategy', `deployment:${deployment}`),
    place(`${path}/duplicate`, 'Duplicate', `deployment:${deployment}`),
    place(`${path}/run`, 'Additional Options', 'nightly'),
  ]
}

function workPlaces(): readonly Place[] {
  const pool = '/work-pools/work-pool/local'
  return [
    place('/work-pools', '1 work pool', 'local'),
    place(pool, 'Base Job Configuration', 'auto-scheduled'),
    place(`${pool}?tab=Work+Queues`, '2 Work Queues', 'urgent'),
    place(`${pool}?tab=Workers`, 'worker-one'),
    place(`${pool}?tab=Deployments`, '1 Deployment', '2 schedules'),
    place(`${pool}/edit`, 'Base Job Template'),
    place('/work-pools/create', 'Runs flows as processes on the machine of the worker.'),
    place(`${pool}/queue/urgent`, 'prefect worker start --pool "local" --work-queue "urgent"'),
    place(`${pool}/queue/urgent/edit`, 'Edit', 'urgent', 'Priority'),
    place(`${pool}/queue/create`, 'Create Work Queue'),
  ]
}

function blockPlaces({ block }: Content): readonly Place[] {
  return [
    place('/blocks', '2 Blocks', 'door-code', 'folder-of-etl'),
    place(`/blocks/block/${block}`, '/data/etl'),
    place(`/blocks/block/${block}/edit`, 'Block names are not editable'),
    place('/blocks/catalog', '14 Blocks', 'Local File System'),
    place('/blocks/catalog/secret', 'from prefect.blocks.system import Secret'),
    place('/blocks/catalog/secret/create', 'A value that should be kept secret.'),
  ]
}

function automationPlaces({ automation, event }: Content): readonly Place[] {
  return [
    place('/automations', 'compound-one', 'A compound trigger requiring all of 2 nested triggers', 'When five fail.'),
    place(`/automations/automation/${automation}/edit`, 'Any event matching', 'prefect.flow-run.Failed'),
    place(`/automations/automation/${automation}`, 'Run deployment:', 'nightly'),
    place('/automations/create', 'Select template'),
    place(`/events/event/${event}`, 'shop.order.paid', 'order seventeen'),
    place(`/events?resource=${encodeURIComponent('["shop.order.17"]')}`, 'Past day', 'order seventeen'),
  ]
}

function artifactPlaces({ artifacts }: Content): readonly Place[] {
  const path = (key: string) => `/artifacts/artifact/${artifacts[key]}`
  return [
    place('/artifacts', '4 artifacts', 'table-of-rows'),
    place(path('sum-of-rows'), 'It is 12.'),
    place(path('table-of-rows'), 'table-of-rows', 'Items per page'),
    place(path('link-to-rows'), 'https://example.org/rows'),
    place(path('progress-of-rows'), 'Progress: 75%'),
    place('/artifacts/key/sum-of-rows', 'The sum', 'Flow run:'),
  ]
}

function place(path: string, ...shows: readonly string[]): Place {
  return { path, shows }
}
