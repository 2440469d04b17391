/** The programs of `programs/`, by what both servers must agree on. The longest come first, so that none is left over. */
export const PROGRAMS: Readonly<Record<string, string>> = {
  queues: 'bound workers, priorities, paused queues and limits of queues and pools',
  workers: 'what a process worker runs, what goes wrong in it, job variables and --run-once',
  parameters: 'defaults, enforced schemas, rich types and refused parameters',
  deployment_limits: 'limits of deployments with ENQUEUE and CANCEL_NEW',
  suspending: 'runs that suspend and are resumed with and without input',
  run_deployments: 'run_deployment() waited for or not, async, timed, keyed, and as a subflow',
  watching: '`deployment run --watch`, `flow-run watch` and `flow-run execute`',
  cancelling: 'cancelling waiting, served, worked and ended runs',
  deploy_project: '`prefect deploy --all` with pull steps, schedules, limits and triggers',
  serve_schedules: 'serve() with an interval, a cron and an rrule, paused on Ctrl-C',
  scheduled_work: 'runs by schedule, late runs, paused deployments and rows',
  serve_command: '`prefect flow serve` with a limit, stopped and started again',
  adhoc_runs: 'flows run by hand: tasks, subflows, logs, tags, retries',
  failures: 'failed, crashed, timed out and killed runs',
  caching: 'cached tasks and transactions',
  results: 'results kept in a LocalFileSystem block and read back',
  pauses: 'pauses resumed, refused, timed out, and given input',
  run_inputs: 'messages to a running flow',
  background_tasks: 'delayed tasks and their worker',
  secret_blocks: 'secrets and custom blocks, masked, nested, listed and deleted',
  artifacts: 'artifacts of every kind',
  variables: 'variables of every JSON type',
  global_limits: 'global concurrency and rate limits',
  tag_limits: 'concurrency limits of tags',
  automations: 'automations that are stored, listed, and deleted with their owner',
  work_pool_commands: 'the work-pool and work-queue commands',
  deployment_commands: 'the deployment and schedule commands',
  events: 'events emitted, streamed, kept, paged and counted',
  client_calls: 'the methods of the client, states set by hand, and its errors',
  run_commands: 'the flow-run, flow, task-run and api commands',
}

/** Programs for a server with an auth string. */
export const GUARDED_PROGRAMS: Readonly<Record<string, string>> = {
  guarded: 'who may do what: by hand, served, by a worker, and without the password',
}
