import { registryCredentials } from './docker.ts'
import {
  CLOUD,
  COMMON,
  type WorkerKind,
  blockOf,
  defined,
  flag,
  list,
  number,
  object,
  placeholders,
  secret,
  text,
  whole,
} from './kind.ts'

const MANAGED_IDENTITY = {
  title: 'ACRManagedIdentity',
  type: 'object',
  properties: { registry_url: text('Registry URL'), identity: text('Identity') },
  required: ['registry_url', 'identity'],
}

const CREDENTIALS = {
  client_id: text('Client ID'),
  tenant_id: text('Tenant ID'),
  client_secret: secret('Client Secret'),
  credential_kwargs: object('Additional Credential Keyword Arguments'),
}

/** A parameter of Azure's template whose value Azure finds itself. */
const found = (defaultValue: string) => ({ type: 'string', defaultValue, metadata: {} })
const UNIQUE = '[uniqueString(resourceGroup().id)]'

export const CONTAINER_INSTANCE: WorkerKind = {
  type: 'azure-container-instance',
  name: 'Azure Container Instances',
  description: "Runs flows in containers of Azure's Container Instances.",
  from: 'prefect-azure',
  picture: CLOUD,
  variables: {
    ...COMMON,
    image: text('Image'),
    resource_group_name: text('Azure Resource Group Name'),
    subscription_id: secret('Azure Subscription ID'),
    identities: list('Identities'),
    entrypoint: text('Entrypoint', { default: '/opt/prefect/entrypoint.sh' }),
    image_registry: {
      title: 'Image Registry (Optional)',
      anyOf: [{ $ref: '#/definitions/DockerRegistryCredentials' }, { $ref: '#/definitions/ACRManagedIdentity' }],
    },
    cpu: number('CPU', { default: 1 }),
    gpu_count: whole('GPU Count'),
    gpu_sku: text('GPU SKU'),
    memory: number('Memory', { default: 1 }),
    subnet_ids: list('Subnet IDs'),
    dns_servers: list('DNS Servers'),
    aci_credentials: defined('Aci Credentials', 'AzureContainerInstanceCredentials'),
    stream_output: flag('Stream Output', { default: false }),
    task_start_timeout_seconds: whole('Task Start Timeout Seconds', { default: 240 }),
    task_watch_poll_interval: number('Task Watch Poll Interval', { default: 5 }),
  },
  required: ['resource_group_name', 'subscription_id'],
  definitions: {
    DockerRegistryCredentials: registryCredentials(),
    ACRManagedIdentity: MANAGED_IDENTITY,
    AzureContainerInstanceCredentials: blockOf(
      'AzureContainerInstanceCredentials',
      'azure-container-instance-credentials',
      CREDENTIALS,
      ['client_secret'],
    ),
  },
  job: {
    arm_template: {
      $schema: 'https://schema.management.azure.com/schemas/2019-08-01/deploymentTemplate.json#',
      contentVersion: '1.0.0.0',
      parameters: {
        location: found('[resourceGroup().location]'),
        container_group_name: found(UNIQUE),
        container_name: found(UNIQUE),
      },
      resources: [
        {
          type: 'Microsoft.ContainerInstance/containerGroups',
          apiVersion: '2022-09-01',
          name: "[parameters('container_group_name')]",
          location: "[parameters('location')]",
          properties: {
            containers: [
              {
                name: "[parameters('container_name')]",
                properties: {
                  ...placeholders({ image: 'image', command: 'command' }),
                  resources: { requests: placeholders({ cpu: 'cpu', memoryInGB: 'memory' }) },
                  environmentVariables: [],
                },
              },
            ],
            osType: 'Linux',
            restartPolicy: 'Never',
          },
        },
      ],
    },
  },
}
