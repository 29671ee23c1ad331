import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { valueAt } from '../caller.ts'
import { judge, skip, type Verdict } from '../check.ts'
import { readLock, readWishes } from '../dependencies/lock.ts'
import { advisoryFaults, exactnessFaults, licenceFaults, parseAdvisories, scriptFaults } from '../dependencies/rules.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** The lock file against licences, exactness, reviewed scripts and our advisory list; the same rules run in `npm test`. */
export const dependencies = {
  id: 'S090',
  title: 'dependencies: licences, exact versions, install scripts, advisories',
  run: async (): Promise<Verdict> => {
    const locked = readLock(root)
    const { advisories, faults } = parseAdvisories(JSON.parse(readFileSync(join(root, 'docs/reference/advisories.json'), 'utf8')))
    const findings = [
      ...licenceFaults(locked),
      ...exactnessFaults(readWishes(root), locked),
      ...scriptFaults(locked),
      ...faults,
      ...advisoryFaults(locked, advisories),
    ]
    return judge(findings, `${locked.length} packages against ${advisories.length} advisories`)
  },
}

/** The registry's own feed, where it answers. */
export const npmAudit = {
  id: 'S090a',
  title: 'npm audit',
  run: (): Promise<Verdict> =>
    new Promise((done) => {
      execFile(
        'npm',
        ['audit', '--json'],
        { cwd: root, timeout: 60_000, maxBuffer: 50 * 1024 * 1024, encoding: 'utf8' },
        (_error, stdout) => {
          const report = parsed(stdout)
          const found = valueAt(report, 'vulnerabilities')
          if (typeof found !== 'object' || found === null)
            return done(skip(`the feed does not answer: ${String(valueAt(report, 'message') ?? stdout).slice(0, 120)}`))
          const serious = Object.entries(found).filter(([, item]: [string, unknown]) =>
            ['moderate', 'high', 'critical'].includes(String(valueAt(item, 'severity'))),
          )
          return done(
            judge(
              serious.map(
                ([name, item]: [string, unknown]) => `${name}: ${String(valueAt(item, 'severity'))} ${String(valueAt(item, 'range'))}`,
              ),
              'the feed of the registry',
            ),
          )
        },
      )
    }),
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
