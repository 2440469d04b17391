import { COMMON, CONTAINER, type WorkerKind, blockOf, defined, flag, list, secret, text, whole } from './kind.ts'

export const DOCKER: WorkerKind = {
  type: 'docker',
  name: 'Docker',
  description: 'Runs flows in containers of a Docker on the machine of the worker.',
  from: 'prefect-docker',
  picture: CONTAINER,
  variables: {
    ...COMMON,
    image: text('Image', { example: 'docker.io/prefecthq/prefect:3-latest' }),
    registry_credentials: defined('Registry Credentials', 'DockerRegistryCredentials'),
    image_pull_policy: text('Image Pull Policy', { enum: ['IfNotPresent', 'Always', 'IfPossible', 'Never'] }),
    networks: list('Networks'),
    network_mode: text('Network Mode'),
    auto_remove: flag('Auto Remove', { default: false }),
    volumes: list('Volumes', { example: ['/my/local/path:/path/in/container'] }),
    stream_output: flag('Stream Output', { default: true }),
    container_wait_timeout: whole('Container Wait Timeout', { exclusiveMinimum: 0 }),
    mem_limit: text('Memory Limit'),
    memswap_limit: text('Memory Swap Limit'),
    privileged: flag('Privileged', { default: false }),
  },
  definitions: { DockerRegistryCredentials: registryCredentials({ example: 'index.docker.io' }) },
}

/** What one logs in to a registry of images with. */
export function registryCredentials(url: { readonly example?: string } = {}) {
  const properties = {
    username: text('Username'),
    password: secret('Password'),
    registry_url: text('Registry Url', url),
    reauth: flag('Reauth', { default: true }),
  }
  return {
    ...blockOf('DockerRegistryCredentials', 'docker-registry-credentials', properties, ['password']),
    required: ['username', 'password', 'registry_url'],
  }
}
