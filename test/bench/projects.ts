import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A project of `count` deployments, a file each, over a tenth as many flows: a cron, tags and parameters in every one. */
export async function makeProject(count: number): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), `registrar-bench-${count}-`))
  await mkdir(join(root, 'deployments'))
  await mkdir(join(root, 'flows'))
  const flows = Math.ceil(count / 10)
  for (let flow = 0; flow < flows; flow += 1) await writeFile(join(root, `flows/flow_${flow}.py`), flowSource(flow))
  for (let index = 0; index < count; index += 1) {
    await writeFile(join(root, `deployments/d${index}.yaml`), specText(index, index % flows))
  }
  return root
}

/** The same deployments as `prefect deploy --all` reads them. */
export function prefectYaml(count: number): string {
  const flows = Math.ceil(count / 10)
  const deployments = Array.from({ length: count }, (_, index) => {
    const flow = index % flows
    return [
      `- name: d${index}`,
      `  entrypoint: flows/flow_${flow}.py:flow_${flow}`,
      `  description: Deployment number ${index}.`,
      `  tags: [bench, t${index % 7}]`,
      `  parameters: { number: ${index} }`,
      `  schedules: [{ cron: "${index % 60} ${index % 24} * * *", timezone: Europe/Berlin, slug: daily }]`,
      `  work_pool: { name: bench }`,
    ].join('\n')
  })
  return `name: bench\nprefect-version: 3.8.8\npull: null\ndeployments:\n${deployments.join('\n')}\n`
}

function specText(index: number, flow: number): string {
  return `name: d${index}
entrypoint: flows/flow_${flow}.py:flow_${flow}
description: Deployment number ${index}.
tags: [bench, t${index % 7}]
parameters: { number: ${index} }
path: /srv/bench
schedules:
  daily: { cron: "${index % 60} ${index % 24} * * *", timezone: Europe/Berlin }
`
}

function flowSource(flow: number): string {
  return `from prefect import flow


@flow
def flow_${flow}(number: int = 0) -> int:
    return number
`
}

/** The bodies that a first apply of the project posts, for a client that does nothing else. */
export function creationBodies(count: number, flowIds: readonly string[]): readonly object[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `d${index}`,
    flow_id: flowIds[index % flowIds.length],
    entrypoint: `flows/flow_${index % flowIds.length}.py:flow_${index % flowIds.length}`,
    description: `Deployment number ${index}.`,
    parameters: { number: index },
    enforce_parameter_schema: true,
    path: '/srv/bench',
    tags: ['bench', `t${index % 7}`, 'registrar:bench'],
    labels: { 'registrar.scope': 'bench', 'registrar.key': `flow-${index % flowIds.length}/d${index}` },
    schedules: [{ slug: 'daily', schedule: { cron: `${index % 60} ${index % 24} * * *`, timezone: 'Europe/Berlin' } }],
  }))
}
