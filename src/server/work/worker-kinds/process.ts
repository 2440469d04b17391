import { COMMON, type WorkerKind, flag, text } from './kind.ts'

export const PROCESS: WorkerKind = {
  type: 'process',
  name: 'Process',
  description: 'Runs flows as processes on the machine of the worker.',
  from: 'prefect',
  picture: '<rect x="4" y="8" width="40" height="32" rx="5"/><path d="m12 17 8 7-8 7m13 0h11"/>',
  variables: {
    ...COMMON,
    stream_output: flag('Stream Output', {
      description: "Whether the output of flow runs is shown on the worker's own output.",
      default: true,
    }),
    working_dir: text('Working Directory', {
      description: 'Where flow runs work. Left empty, each gets a temporary folder.',
      format: 'path',
    }),
  },
}
