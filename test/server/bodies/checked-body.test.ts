import { expect, test } from 'vitest'
import { checkedBody } from '../../../src/server/bodies/checked-body.ts'
import { Problem } from '../../../src/server/problem.ts'

const ID = '0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f'
const deployment = (schedules: readonly object[]) => ({ name: 'nightly', flow_id: ID, schedules: [...schedules] })
const many = (count: number, schedule: object) => deployment(Array.from({ length: count }, () => schedule))

function faultsOf(body: object): readonly unknown[] {
  try {
    checkedBody('DeploymentCreate', JSON.parse(JSON.stringify(body)))
    return []
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const { exception_detail: detail } = error.body as { exception_detail: { loc: unknown }[] }
    return detail.map(({ loc }) => loc)
  }
}

const BAD = { schedule: { interval: 60 }, active: 7 }

test('every fault of a body is told', () => {
  expect(faultsOf(many(3, BAD))).toEqual([0, 1, 2].map((index) => ['body', 'schedules', index, 'active']))
})

test('of a long body only the first fault is told: to find all would take seconds', () => {
  expect(faultsOf(many(50_000, BAD))).toEqual([['body', 'schedules', 0, 'active']])
})

test('a long body without faults is taken', () => {
  expect(faultsOf(many(5000, { schedule: { interval: 60 }, active: true }))).toEqual([])
})
