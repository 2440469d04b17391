import { SYSTEM_BLOCKS, SYSTEM_BLOCKS_VERSION, type SystemBlock } from '../blocks/system-blocks.ts'
import { refused } from '../problem.ts'
import { type Route, get, ok } from './route.ts'

/** `/collections`: what there is to choose from, as far as it belongs to the Prefect package itself. */
export function collectionRoutes(): readonly Route[] {
  return [
    get('/collections/views/{view}', {
      summary: 'Read a view of the catalogue',
      answers: { 200: 'any' },
      handle: ({ params: { view } }) => ok(contentOf(view)),
    }),
  ]
}

function contentOf(view: string): object {
  switch (view) {
    case 'aggregate-worker-metadata':
      return WORKER_METADATA
    case 'aggregate-block-metadata':
      return {
        prefect: { block_types: Object.fromEntries(SYSTEM_BLOCKS.map((block) => [block.slug, entryOf(block)])) },
      }
    case 'aggregate-flow-metadata':
    case 'demo-flows':
      throw refused(404, `Requested content missing for view ${view}`)
    default:
      throw refused(404, `View ${view} not found in registry`)
  }
}

function entryOf(block: SystemBlock): object {
  const { name, slug, logoUrl, documentationUrl, checksum, capabilities, fields } = block
  return {
    name,
    slug,
    logo_url: logoUrl,
    documentation_url: documentationUrl,
    description: fields.description,
    block_schema: { checksum, fields, capabilities, version: SYSTEM_BLOCKS_VERSION },
  }
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

/** A command line's prompt: Prefect's pages offer no kind of pool that has no picture. */
const PROMPT =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" fill="none" stroke="#64748b" stroke-width="4"><rect x="4" y="8" width="40" height="32" rx="5"/><path d="m12 17 8 7-8 7m13 0h11"/></svg>'

const WORKER_METADATA = {
  prefect: {
    process: {
      type: 'process',
      display_name: 'Process',
      description: 'Runs flows as processes on the machine of the worker.',
      install_command: 'pip install prefect',
      documentation_url: 'https://docs.prefect.io/v3/concepts/workers',
      logo_url: `data:image/svg+xml,${encodeURIComponent(PROMPT)}`,
      is_beta: false,
      default_base_job_configuration: {
        job_configuration: Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, `{{ ${name} }}`])),
        variables: { type: 'object', properties: VARIABLES },
      },
    },
  },
}
