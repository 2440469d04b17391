import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Begins with the file that takes longest, so that the others are done beside it. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLongest = ({ moduleId }: TestSpecification) => moduleId.endsWith('contract/prefect.real.test.ts')
    const sorted = await super.sort(files)
    return [...sorted.filter(isLongest), ...sorted.filter((file) => !isLongest(file))]
  }
}

const REAL = { testTimeout: 300_000, hookTimeout: 300_000 }

/**
 * `npm test` runs `unit`, which needs nothing but npm packages. `real` and `conformance` need a real Prefect, which
 * `.ci/run` installs and names in `REGISTRAR_TEST_PREFECT` (the `bin` folder of its environment). Conformance runs many
 * programs at once and has the machine for itself; of the others one waits for its server while another works.
 */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // conditions are waited for: on a busy machine a second is little
    expect: { poll: { timeout: 45_000 } },
    // Processes, sockets and the real server meet machines of any speed on CI. `retried-reporter.ts` names what needed
    // the second try; elsewhere nothing has one.
    retry: process.env['CI'] ? 1 : 0,
    setupFiles: ['test/support/seeds.ts'],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/**/*.real.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'real',
          include: ['test/e2e/**/*.test.ts', 'test/**/*.real.test.ts'],
          exclude: ['test/conformance/**'],
          ...REAL,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'conformance',
          include: ['test/conformance/**/*.test.ts'],
          ...REAL,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
