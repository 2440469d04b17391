import {
  COMMON,
  CONTAINER,
  type WorkerKind,
  blockOf,
  defined,
  flag,
  object,
  placeholder,
  placeholders,
  text,
  whole,
} from './kind.ts'

export const KUBERNETES: WorkerKind = {
  type: 'kubernetes',
  name: 'Kubernetes',
  description: 'Runs flows as jobs of a Kubernetes cluster.',
  from: 'prefect-kubernetes',
  picture: CONTAINER,
  variables: {
    ...COMMON,
    namespace: text('Namespace', { default: 'default' }),
    image: text('Image', { example: 'docker.io/prefecthq/prefect:3-latest' }),
    service_account_name: text('Service Account Name'),
    image_pull_policy: text('Image Pull Policy', {
      default: 'IfNotPresent',
      enum: ['IfNotPresent', 'Always', 'Never'],
    }),
    finished_job_ttl: whole('Finished Job TTL'),
    job_watch_timeout_seconds: whole('Job Watch Timeout Seconds'),
    pod_watch_timeout_seconds: whole('Pod Watch Timeout Seconds', { default: 60 }),
    stream_output: flag('Stream Output', { default: true }),
    cluster_config: defined('Cluster Config', 'KubernetesClusterConfig'),
    cpu_request: text('CPU Request'),
    cpu_limit: text('CPU Limit'),
    memory_request: text('Memory Request'),
    memory_limit: text('Memory Limit'),
  },
  definitions: {
    KubernetesClusterConfig: {
      ...blockOf(
        'KubernetesClusterConfig',
        'kubernetes-cluster-config',
        { config: object('Config'), context_name: text('Context Name') },
        [],
      ),
      required: ['config', 'context_name'],
    },
  },
  inner: [
    'image',
    'service_account_name',
    'image_pull_policy',
    'finished_job_ttl',
    'cpu_request',
    'cpu_limit',
    'memory_request',
    'memory_limit',
  ],
  job: {
    job_manifest: {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { ...placeholders({ labels: 'labels', namespace: 'namespace' }), generateName: '{{ name }}-' },
      spec: {
        backoffLimit: 0,
        ttlSecondsAfterFinished: placeholder('finished_job_ttl'),
        template: {
          spec: {
            parallelism: 1,
            completions: 1,
            restartPolicy: 'Never',
            serviceAccountName: placeholder('service_account_name'),
            containers: [
              {
                name: 'prefect-job',
                ...placeholders({
                  env: 'env',
                  image: 'image',
                  imagePullPolicy: 'image_pull_policy',
                  args: 'command',
                }),
                resources: {
                  limits: placeholders({ cpu: 'cpu_limit', memory: 'memory_limit' }),
                  requests: placeholders({ cpu: 'cpu_request', memory: 'memory_request' }),
                },
              },
            ],
          },
        },
      },
    },
  },
}
