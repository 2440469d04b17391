import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** What a process and its children have used so far: CPU seconds, and the memory they hold now in MB. Linux only. */
export type ProcessCost = { readonly cpu: number; readonly memory: number }

export function processCost(pid: number): ProcessCost {
  const costs = withDescendants(pid).map(ownCost)
  return {
    cpu: costs.reduce((sum, { cpu }) => sum + cpu, 0),
    memory: costs.reduce((sum, { memory }) => sum + memory, 0),
  }
}

function withDescendants(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
  return [pid, ...children.flatMap(withDescendants)]
}

function ownCost(pid: number): ProcessCost {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  const resident = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0'
  return { cpu: (Number(fields[11]) + Number(fields[12])) / TICKS, memory: Number(resident) / 1024 }
}

const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))
