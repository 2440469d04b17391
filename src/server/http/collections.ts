import { refused } from '../problem.ts'
import { type Route, get, ok } from './route.ts'

/** `/collections`: what the command line asks when it makes a work pool. */
export function collectionRoutes(): readonly Route[] {
  return [
    get('/collections/views/{view}', {
      summary: 'Read a view of the catalogue',
      answers: { 200: 'any' },
      handle({ params: { view } }) {
        if (view !== 'aggregate-worker-metadata') throw refused(404, `View ${view} not found in registry`)
        return ok(WORKER_METADATA)
      },
    }),
  ]
}

/** One variable of the process worker's template, and the placeholder that takes it. */
const text = (title: string, description: string) => ({ title, description, type: 'string' })
const texts = (title: string, description: string) => ({
  title,
  description,
  type: 'object',
  additionalProperties: { type: 'string' },
})

const VARIABLES = {
  command: text('Command', 'What starts a flow run. Left empty, the worker knows itself.'),
  env: texts('Environment Variables', 'Environment variables of a flow run.'),
  labels: texts('Labels', 'Labels that the worker puts on what it starts.'),
  name: text('Name', 'The name that the worker gives to what it starts.'),
  stream_output: {
    title: 'Stream Output',
    description: "Whether the output of flow runs is shown on the worker's own output.",
    type: 'boolean',
    default: true,
  },
  working_dir: {
    ...text('Working Directory', 'Where flow runs work. Left empty, each gets a temporary folder.'),
    format: 'path',
  },
}

const WORKER_METADATA = {
  prefect: {
    process: {
      type: 'process',
      display_name: 'Process',
      description: 'Runs flows as processes on the machine of the worker.',
      install_command: 'pip install prefect',
      documentation_url: 'https://docs.prefect.io/v3/concepts/workers',
      logo_url: '',
      is_beta: false,
      default_base_job_configuration: {
        job_configuration: Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, `{{ ${name} }}`])),
        variables: { type: 'object', properties: VARIABLES },
      },
    },
  },
}
