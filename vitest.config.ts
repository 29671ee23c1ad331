import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const never = ['**/node_modules/**', '**/dist/**', '**/dist.*/**', '.runtime/**', 'data/**']
const database = '**/*.int.test.ts'
const browser = 'e2e/**/*.e2e.test.ts'
const architecture = 'tools/arch/**/*.test.ts'

/** Workers of the database tests; each file has a database of its own. */
const databaseWorkers = Number(process.env['PERIGON_TEST_WORKERS'] ?? 2)

/** Workers of the browser journeys; each file has a server, a database and a browser of its own. */
const browserWorkers = Number(process.env['PERIGON_BROWSER_WORKERS'] ?? 2)

/**
 * The walks through every screen are short to read and run longest. Begun last, as a new clone sorts files (by size), one of them
 * would run alone at the end.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isWalk = ({ moduleId }: TestSpecification): boolean => /looks[^/]*\.e2e\.test\.ts$/.test(moduleId)
    return [...sorted.filter(isWalk), ...sorted.filter((file) => !isWalk(file))]
  }
}

export default defineConfig({
  test: {
    passWithNoTests: true,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'arch',
          include: [architecture],
          exclude: never,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'pure',
          include: ['**/*.test.ts', '**/*.test.tsx'],
          exclude: [...never, database, browser, architecture],
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'db',
          include: [database],
          exclude: never,
          globalSetup: ['packages/testing/database-setup.ts'],
          maxWorkers: databaseWorkers,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // What is asked again until it is so may take its time on a busy machine.
          expect: { poll: { timeout: 10_000 } },
        },
      },
      {
        test: {
          name: 'browser',
          include: [browser],
          exclude: never,
          globalSetup: ['packages/testing/database-setup.ts'],
          maxWorkers: browserWorkers,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          expect: { poll: { timeout: 10_000 } },
        },
      },
    ],
  },
})
