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
  placeholder,
  placeholders,
  text,
  whole,
} from './kind.ts'

const CREDENTIALS = {
  service_account_file: text('Service Account File', { format: 'path' }),
  service_account_info: object('Service Account Info'),
  project: text('Project'),
}

const SHARED = {
  from: 'prefect-gcp',
  picture: CLOUD,
  definitions: {
    GcpCredentials: blockOf('GcpCredentials', 'gcp-credentials', CREDENTIALS, ['service_account_info.*']),
  },
}

const credentials = defined('GCP Credentials', 'GcpCredentials')
const memoryFormat = { example: '512Mi', pattern: String.raw`^\d+(?:G|Gi|M|Mi)$` }
const serviceAccount = text('Service Account Name', { example: 'service-account@example.iam.gserviceaccount.com' })
const SIZE = placeholders({ cpu: 'cpu', memory: 'memory' })

export const CLOUD_RUN: WorkerKind = {
  ...SHARED,
  type: 'cloud-run',
  name: 'Google Cloud Run',
  description: 'Runs flows as jobs of Google Cloud Run.',
  variables: {
    ...COMMON,
    region: text('Region', { default: 'us-central1', example: 'us-central1' }),
    credentials,
    image: text('Image Name', { example: 'docker.io/prefecthq/prefect:3-latest' }),
    cpu: text('CPU', { pattern: String.raw`^(\d*000)m$`, example: '1000m' }),
    memory: text('Memory', memoryFormat),
    vpc_connector_name: text('VPC Connector Name'),
    service_account_name: serviceAccount,
    keep_job: flag('Keep Job After Completion', { default: false }),
    timeout: whole('Job Timeout', { default: 600, exclusiveMinimum: 0, maximum: 3600 }),
  },
  inner: ['image', 'cpu', 'memory', 'vpc_connector_name', 'service_account_name'],
  job: {
    job_body: {
      apiVersion: 'run.googleapis.com/v1',
      kind: 'Job',
      metadata: { name: placeholder('name'), annotations: { 'run.googleapis.com/launch-stage': 'BETA' } },
      spec: {
        template: {
          spec: {
            template: {
              spec: {
                containers: [
                  {
                    ...placeholders({ image: 'image', command: 'command' }),
                    resources: { limits: SIZE, requests: SIZE },
                  },
                ],
                ...placeholders({ timeoutSeconds: 'timeout', serviceAccountName: 'service_account_name' }),
              },
            },
          },
          metadata: { annotations: { 'run.googleapis.com/vpc-access-connector': placeholder('vpc_connector_name') } },
        },
      },
    },
  },
}

export const CLOUD_RUN_V2: WorkerKind = {
  ...SHARED,
  type: 'cloud-run-v2',
  name: 'Google Cloud Run V2',
  description: 'Runs flows as jobs of Google Cloud Run, by the second version of its API.',
  variables: {
    ...COMMON,
    credentials,
    region: text('Region', { default: 'us-central1' }),
    image: text('Image Name', { default: 'prefecthq/prefect:3-latest' }),
    args: list('Args'),
    keep_job: flag('Keep Job After Completion', { default: false }),
    launch_stage: text('Launch Stage', {
      default: 'BETA',
      enum: [
        'ALPHA',
        'BETA',
        'GA',
        'DEPRECATED',
        'EARLY_ACCESS',
        'PRELAUNCH',
        'UNIMPLEMENTED',
        'LAUNCH_TAG_UNSPECIFIED',
      ],
    }),
    max_retries: whole('Max Retries', { default: 0 }),
    cpu: text('CPU', { default: '1000m' }),
    memory: text('Memory', { default: '512Mi', ...memoryFormat }),
    timeout: whole('Job Timeout', { default: 600, exclusiveMinimum: 0, maximum: 604_800 }),
    vpc_connector_name: text('VPC Connector Name'),
    service_account_name: serviceAccount,
  },
  inner: [
    'image',
    'args',
    'launch_stage',
    'max_retries',
    'cpu',
    'memory',
    'vpc_connector_name',
    'service_account_name',
  ],
  job: {
    job_body: {
      client: 'prefect',
      launchStage: placeholder('launch_stage'),
      template: {
        template: {
          ...placeholders({ serviceAccount: 'service_account_name', maxRetries: 'max_retries', timeout: 'timeout' }),
          vpcAccess: placeholders({ connector: 'vpc_connector_name' }),
          containers: [
            {
              env: [],
              ...placeholders({ image: 'image', command: 'command', args: 'args' }),
              resources: { limits: SIZE },
            },
          ],
        },
      },
    },
  },
}

export const VERTEX_AI: WorkerKind = {
  ...SHARED,
  type: 'vertex-ai',
  name: 'Google Vertex AI',
  description: 'Runs flows as custom jobs of Google Vertex AI.',
  variables: {
    ...COMMON,
    region: text('Region', { example: 'us-central1' }),
    image: text('Image Name', { example: 'gcr.io/your-project/your-repo:latest' }),
    credentials,
    machine_type: text('Machine Type', { default: 'n1-standard-4' }),
    accelerator_type: text('Accelerator Type', { example: 'NVIDIA_TESLA_K80' }),
    accelerator_count: whole('Accelerator Count', { example: 1 }),
    boot_disk_type: text('Boot Disk Type', { default: 'pd-ssd' }),
    boot_disk_size_gb: whole('Boot Disk Size (GB)', { default: 100 }),
    maximum_run_time_hours: whole('Maximum Run Time (Hours)', { default: 1 }),
    network: text('Network'),
    reserved_ip_ranges: list('Reserved IP Ranges'),
    service_account_name: text('Service Account Name'),
    job_watch_poll_interval: number('Poll Interval (Seconds)', { default: 5 }),
  },
  required: ['region', 'image'],
  inner: [
    'image',
    'machine_type',
    'accelerator_type',
    'accelerator_count',
    'boot_disk_type',
    'boot_disk_size_gb',
    'maximum_run_time_hours',
    'network',
    'reserved_ip_ranges',
    'service_account_name',
  ],
  job: {
    job_spec: {
      ...placeholders({
        service_account_name: 'service_account_name',
        network: 'network',
        reserved_ip_ranges: 'reserved_ip_ranges',
        maximum_run_time_hours: 'maximum_run_time_hours',
      }),
      worker_pool_specs: [
        {
          replica_count: 1,
          container_spec: { ...placeholders({ image_uri: 'image', command: 'command' }), args: [] },
          machine_spec: placeholders({
            machine_type: 'machine_type',
            accelerator_type: 'accelerator_type',
            accelerator_count: 'accelerator_count',
          }),
          disk_spec: placeholders({ boot_disk_type: 'boot_disk_type', boot_disk_size_gb: 'boot_disk_size_gb' }),
        },
      ],
    },
  },
}
