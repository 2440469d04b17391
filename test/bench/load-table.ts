import type { Load, ServerLoad } from './load.ts'
import { tableText } from './table.ts'

/** What the servers gave, the first beside each of the others. */
export function loadTable(servers: readonly ServerLoad[]): string {
  const [own, ...peers] = servers
  if (own === undefined) return ''
  const rows = [...own.loads].map(([name, load]) => [
    name,
    ...cells(load),
    ...peers.flatMap((peer) => {
      const theirs = peer.loads.get(name)
      return theirs === undefined ? ['-', '-', '-'] : [rate(theirs), ms(theirs.p99), times(load.rate, theirs.rate)]
    }),
  ])
  const heading = ['16 connections', `${own.name}: /s`, 'p50 ms', 'p99 ms', 'CPU ms', 'failed']
  return [
    tableText([[...heading, ...peers.flatMap(({ name }) => [`${name}: /s`, 'p99 ms', 'we are'])], ...rows]),
    tableText([
      ['', 'first 200, wall s', 'CPU s', 'idle MB', 'idle CPU s / min', 'MB after'],
      ...servers.map(({ name, start, idle, memoryAfter }) => [
        name,
        start.wall.toFixed(2),
        start.cpu.toFixed(2),
        idle.memory.toFixed(0),
        idle.cpuPerMinute.toFixed(2),
        memoryAfter.toFixed(0),
      ]),
    ]),
  ].join('\n\n')
}

function cells(load: Load): string[] {
  return [rate(load), ms(load.p50), ms(load.p99), load.cpu.toFixed(2), String(load.failed)]
}

function rate({ rate: value, failed }: Load): string {
  return `${value.toFixed(value < 100 ? 1 : 0)}${failed > 0 ? ` (${failed} failed)` : ''}`
}

function ms(value: number): string {
  return value.toFixed(0)
}

function times(value: number, of: number): string {
  return of === 0 ? 'none answered' : `${(value / of).toFixed(0)}x`
}
