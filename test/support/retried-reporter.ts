import type { Reporter, TestCase } from 'vitest/node'

/** Names the tests that passed only when they were tried again: each is a fault of the test or of what it tests. */
export default class RetriedReporter implements Reporter {
  readonly #retried: string[] = []

  onTestCaseResult(testCase: TestCase): void {
    if (testCase.diagnostic()?.flaky) this.#retried.push(`${testCase.module.relativeModuleId} > ${testCase.fullName}`)
  }

  onTestRunEnd(): void {
    if (this.#retried.length === 0) return
    process.stdout.write(`Passed only when tried again:\n  ${this.#retried.join('\n  ')}\n`)
  }
}
