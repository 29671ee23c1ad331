import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { findChromium, installChromium } from './chromium.mjs'
import { root, run } from './processes.mjs'
import { prepare } from './prepare.mjs'
import { printFailure } from './steps.mjs'
import { vitest } from './vitest.mjs'
import { ensureWebBuild } from './web-build.mjs'

const out = process.stdout
const bin = (...parts) => join(root, 'node_modules', ...parts)

/**
 * The steps of `npm test`, in order; each returns `{ passed, failed, remarks? }`, the remarks for the end of the output.
 * `npm run check` takes the first five.
 */
export const steps = {
  format: checkFormat,
  lint: (node) => tool(node, [bin('oxlint', 'bin', 'oxlint'), '--type-aware', '--deny-warnings', '-f', 'unix', '.']),
  types: checkTypes,
  architecture: (node) => vitest(node, 'arch'),
  'pure tests': (node) => vitest(node, 'pure'),
  'database tests': (node) => vitest(node, 'db', { isAgain: true }),
  'web build': async (node) => {
    await ensureWebBuild(node)
    return { passed: 1, failed: 0 }
  },
  'browser journeys': browserJourneys,
}

/** Runs the named steps whatever happens in them, and ends with the one line that counts. */
export async function runSuite(names) {
  let node
  const total = { passed: 0, failed: 0, remarks: [] }
  try {
    node = await prepare({ web: false })
  } catch (error) {
    printFailure(error, out)
    return finish({ passed: 0, failed: 1, remarks: [] })
  }
  for (const name of names) {
    out.write(`\n── ${name}\n`)
    const begun = performance.now()
    const result = await attempt(() => steps[name](node))
    total.passed += result.passed
    total.failed += result.failed
    total.remarks.push(...(result.remarks ?? []))
    const seconds = ((performance.now() - begun) / 1000).toFixed(1)
    out.write(`${result.failed > 0 ? '✗' : '✓'} ${name}: ${result.passed} passed, ${result.failed} failed (${seconds} s)\n`)
  }
  return finish(total)
}

function finish({ passed, failed, remarks }) {
  process.exitCode = failed > 0 ? 1 : 0
  // Once more at the end: of a long output often only that is kept.
  if (remarks.length > 0) out.write(`\n${remarks.join('\n')}\n`)
  out.write(`\n${passed} passed, ${failed} failed\n`)
}

async function attempt(work) {
  try {
    return await work()
  } catch (error) {
    printFailure(error, out)
    return { passed: 0, failed: 1 }
  }
}

function checkFormat(node) {
  return tool(node, [bin('@biomejs', 'biome', 'bin', 'biome'), 'format', '--reporter=summary', '--colors=off', '.'], 'npm run format')
}

async function tool(node, command, mend) {
  const { code, output } = await run(node, command)
  if (code === 0) return { passed: 1, failed: 0 }
  out.write(`${output.trimEnd()}\n${mend ? `→ ${mend}\n` : ''}`)
  return { passed: 0, failed: 1 }
}

// The name "typescript" is an older compiler that tools need for its JS interface; the check is by version 7.
async function checkTypes(node) {
  const tsc = bin('typescript7', 'bin', 'tsc')
  const { output } = await run(node, [tsc, '--version'])
  if (!output.startsWith('Version 7.')) {
    out.write(`TypeScript 7 is wanted, found: ${output.trim()}\n`)
    return { passed: 0, failed: 1 }
  }
  return tool(node, [tsc, '-p', '.', '--noEmit', '--pretty', 'false'])
}

async function browserJourneys(node) {
  const journeys = listJourneys(join(root, 'e2e'))
  if (journeys.length === 0) return { passed: 0, failed: 0 }
  const chromium = findChromium() ?? (await installChromium(out))
  if (!chromium) return { passed: 0, failed: journeys.length }
  return vitest(node, 'browser', { isAgain: true, env: { PERIGON_CHROMIUM: chromium } })
}

function listJourneys(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.e2e.test.ts'))
}
