import type { JsonObject } from '../../../model/json.ts'
import {
  CLOUD,
  COMMON,
  type WorkerKind,
  blockOf,
  defined,
  flag,
  number,
  object,
  placeholders,
  secret,
  text,
  texts,
  whole,
} from './kind.ts'

const CAPACITY_PROVIDER = {
  title: 'CapacityProvider',
  type: 'object',
  properties: { capacityProvider: text('Capacityprovider'), weight: whole('Weight'), base: whole('Base') },
  required: ['capacityProvider', 'weight', 'base'],
}

const CLIENT_PARAMETERS: JsonObject = {
  title: 'AwsClientParameters',
  type: 'object',
  properties: {
    api_version: text('API Version'),
    use_ssl: flag('Use SSL', { default: true }),
    verify: { title: 'Verify', default: true, anyOf: [{ type: 'boolean' }, { type: 'string', format: 'file-path' }] },
    verify_cert_path: text('Certificate Authority Bundle File Path', { format: 'file-path' }),
    endpoint_url: text('Endpoint URL'),
    config: object('Botocore Config'),
  },
}

const CREDENTIALS = {
  aws_access_key_id: text('AWS Access Key ID'),
  aws_secret_access_key: secret('AWS Access Key Secret'),
  aws_session_token: text('AWS Session Token'),
  profile_name: text('Profile Name'),
  region_name: text('Region Name'),
  aws_client_parameters: defined('AWS Client Parameters', 'AwsClientParameters'),
}

export const ECS: WorkerKind = {
  type: 'ecs',
  name: 'AWS Elastic Container Service',
  description: 'Runs flows as tasks of Amazon ECS, on Fargate or EC2.',
  from: 'prefect-aws',
  picture: CLOUD,
  variables: {
    ...COMMON,
    task_definition_arn: text('Task Definition Arn'),
    aws_credentials: defined('AWS Credentials', 'AwsCredentials'),
    cluster: text('Cluster'),
    family: text('Family'),
    launch_type: text('Launch Type', { default: 'FARGATE', enum: ['FARGATE', 'EC2', 'EXTERNAL', 'FARGATE_SPOT'] }),
    capacity_provider_strategy: {
      title: 'Capacity Provider Strategy',
      type: 'array',
      items: { $ref: '#/definitions/CapacityProvider' },
    },
    image: text('Image'),
    cpu: whole('CPU'),
    memory: whole('Memory'),
    container_name: text('Container Name'),
    task_role_arn: text('Task Role ARN'),
    execution_role_arn: text('Execution Role ARN'),
    vpc_id: text('VPC ID'),
    configure_cloudwatch_logs: flag('Configure Cloudwatch Logs'),
    cloudwatch_logs_options: texts('Cloudwatch Logs Options'),
    cloudwatch_logs_prefix: text('Cloudwatch Logs Prefix'),
    network_configuration: object('Network Configuration'),
    stream_output: flag('Stream Output'),
    task_start_timeout_seconds: whole('Task Start Timeout Seconds', { default: 300 }),
    task_watch_poll_interval: number('Task Watch Poll Interval', { default: 5 }),
    auto_deregister_task_definition: flag('Auto Deregister Task Definition', { default: false }),
    match_latest_revision_in_family: flag('Match Latest Revision In Family', { default: false }),
  },
  definitions: {
    AwsClientParameters: CLIENT_PARAMETERS,
    AwsCredentials: blockOf('AwsCredentials', 'aws-credentials', CREDENTIALS, ['aws_secret_access_key']),
    CapacityProvider: CAPACITY_PROVIDER,
  },
  inner: [
    'task_definition_arn',
    'family',
    'launch_type',
    'capacity_provider_strategy',
    'image',
    'cpu',
    'memory',
    'task_role_arn',
    'execution_role_arn',
  ],
  job: {
    task_definition: {
      containerDefinitions: [placeholders({ image: 'image', name: 'container_name' })],
      ...placeholders({ cpu: 'cpu', family: 'family', memory: 'memory', executionRoleArn: 'execution_role_arn' }),
    },
    task_run_request: {
      ...placeholders({
        launchType: 'launch_type',
        cluster: 'cluster',
        tags: 'labels',
        taskDefinition: 'task_definition_arn',
        capacityProviderStrategy: 'capacity_provider_strategy',
      }),
      overrides: {
        containerOverrides: [
          placeholders({
            name: 'container_name',
            command: 'command',
            environment: 'env',
            cpu: 'cpu',
            memory: 'memory',
          }),
        ],
        ...placeholders({ cpu: 'cpu', memory: 'memory', taskRoleArn: 'task_role_arn' }),
      },
    },
  },
}
