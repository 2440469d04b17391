import { defineConfig } from 'vitest/config'

/**
 * Two projects. `npm test` runs `unit`, which needs nothing but npm packages; `real` needs a real Prefect, which
 * `.ci/run` installs and names in `REGISTRAR_TEST_PREFECT` (the `bin` folder of its environment).
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
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
