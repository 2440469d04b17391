import { SYSTEM_BLOCKS, SYSTEM_BLOCKS_VERSION, type SystemBlock } from '../blocks/system-blocks.ts'
import { refused } from '../problem.ts'
import { workerMetadata } from '../work/worker-kinds.ts'
import { type Route, get, ok } from './route.ts'

/** `/collections`: what there is to choose from: the types of pools, and the blocks of the Prefect package itself. */
export function collectionRoutes(): readonly Route[] {
  return [
    get('/collections/views/{view}', {
      summary: 'Read a view of the catalogue',
      answers: { 200: 'any' },
      handle: ({ params: { view } }) => ok(contentOf(view)),
    }),
  ]
}

const WORKER_METADATA = workerMetadata()

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
