import type { Check, Verdict } from './check.ts'
import { databaseRole, files, nothingInside, securityHeaders } from './checks/answers.ts'
import { archives } from './checks/archives.ts'
import { jsonBombs, pollution, regexBombs } from './checks/bombs.ts'
import { dependencies, npmAudit } from './checks/dependencies.ts'
import { idor } from './checks/idor.ts'
import { sqlCorpus } from './checks/injection.ts'
import { logInjection, secrets } from './checks/logs.ts'
import { massAssignment } from './checks/mass-assignment.ts'
import { sqlmap, wapiti } from './checks/scanners.ts'
import { openRedirect, storedScripts } from './checks/scripts.ts'
import { bruteForce, cookieFlags, crossSite, fixation, signInTiming } from './checks/sessions.ts'
import { absentTiming, hiddenTiming } from './checks/timing.ts'
import { headers, hostHeader, traversal } from './checks/wire.ts'
import { type Ground, openGround } from './ground.ts'
import { plant } from './plant.ts'

const out = process.stdout

/** A check of the world as one of the ground it stands on. */
const grounded = (check: Check): Check<Ground> => ({ ...check, run: (ground) => check.run(ground.world) })

const CHECKS: readonly Check<Ground>[] = [
  { ...dependencies, run: () => dependencies.run() },
  { ...npmAudit, run: () => npmAudit.run() },
  ...[idor, massAssignment, databaseRole, cookieFlags, fixation, crossSite, signInTiming, bruteForce].map(grounded),
  ...[absentTiming, hiddenTiming].map(grounded),
  ...[sqlCorpus, jsonBombs, regexBombs, pollution, files, securityHeaders, nothingInside].map(grounded),
  traversal,
  hostHeader,
  headers,
  archives,
  logInjection,
  secrets,
  openRedirect,
  sqlmap,
  wapiti,
  storedScripts,
]

function tell({ id, title }: Check<Ground>, verdict: Verdict, seconds: string): void {
  out.write(`${id} ${verdict.outcome} ${title}: ${verdict.detail} (${seconds} s)\n`)
  for (const finding of verdict.findings.slice(0, 40)) out.write(`     ${finding}\n`)
  if (verdict.findings.length > 40) out.write(`     and ${verdict.findings.length - 40} more\n`)
}

async function main(wanted: readonly string[]): Promise<number> {
  const chosen = CHECKS.filter((check) => wanted.length === 0 || wanted.some((id) => check.id.toLowerCase() === id.toLowerCase()))
  const count = { pass: 0, fail: 0, skip: 0 }
  const ground = await openGround()
  try {
    await plant(ground.world)
    for (const check of chosen) {
      const begun = performance.now()
      const verdict = await check.run(ground).catch(
        (error: unknown): Verdict => ({
          outcome: 'fail',
          detail: 'the check itself broke',
          findings: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
        }),
      )
      count[verdict.outcome] += 1
      tell(check, verdict, ((performance.now() - begun) / 1000).toFixed(1))
    }
  } finally {
    await ground.close()
  }
  out.write(`\nsafety: ${count.pass} passed, ${count.fail} failed, ${count.skip} skipped\n`)
  return count.fail === 0 && count.pass + count.skip > 0 ? 0 : 1
}

process.exitCode = await main(process.argv.slice(2))
