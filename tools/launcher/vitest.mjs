import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { root } from './processes.mjs'

/** More files than these fail because something is broken, and not because the machine was busy. */
const MOST_AGAIN = 4

/**
 * Runs a project of vitest.config.ts → `{ passed, failed, remarks }`. With `isAgain`, files that failed run once more, each with a
 * server and a database of its own as before: what waits for a real browser, mail server or killed process misses a moment on a busy
 * machine; what fails twice is broken. Whatever failed, even once, is among the remarks.
 */
export async function vitest(node, project, { isAgain = false, env = {} } = {}) {
  const first = await runOnce(node, project, { env })
  const files = filesIn(first.tests)
  const isBusy = isAgain && first.isWhole && files.length > 0 && files.length <= MOST_AGAIN
  if (!isBusy) return result(first, first.tests.map(failure).filter(Boolean))
  process.stdout.write(`\n── once more: ${files.join(', ')}\n`)
  const second = await runOnce(node, project, { env, files })
  // One that fell over tells nothing; then the first holds.
  if (!second.isWhole) return result(first, first.tests.map(failure).filter(Boolean))
  const others = first.tests.filter(({ file }) => !files.includes(file))
  const failed = new Set(second.tests.map(failure).filter(Boolean))
  const late = first.tests.map(failure).filter((name) => name !== null && !failed.has(name))
  return result({ ...second, tests: [...others, ...second.tests] }, [
    ...failed,
    ...late.map((name) => `at the second attempt only: ${name}`),
  ])
}

const failure = ({ status, file, name }) => (status === 'failed' ? `✗ ${file} > ${name}` : null)

function filesIn(tests) {
  return [...new Set(tests.filter(({ status }) => status === 'failed').map(({ file }) => file))]
}

function result({ tests, isWhole }, remarks) {
  const count = (status) => tests.filter((test) => test.status === status).length
  const failed = count('failed')
  return { passed: count('passed'), failed: failed === 0 && !isWhole ? 1 : failed, remarks }
}

async function runOnce(node, project, { env, files = [] }) {
  const report = join(root, '.runtime', `report-${project}${files.length > 0 ? '-again' : ''}.json`)
  mkdirSync(join(root, '.runtime'), { recursive: true })
  rmSync(report, { force: true })
  const args = [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', project, ...files]
  args.push('--reporter=default', '--reporter=json', `--outputFile.json=${report}`)
  const code = await foreground(node, args, { ...process.env, NODE_ENV: 'test', ...env })
  const tests = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).testResults.flatMap(testsOf) : []
  // Whole: it ended as its tests did. A process that fell over tells nothing of those it did not reach.
  return { tests, isWhole: existsSync(report) && (code === 0 || filesIn(tests).length > 0) }
}

/** The tests of a file of the report; a file that does not even load counts as one that failed. */
function testsOf({ name: path, status, assertionResults }) {
  const file = relative(root, path)
  const tests = assertionResults.map((test) => ({ file, name: test.fullName, status: test.status }))
  const isBroken = status === 'failed' && !tests.some((test) => test.status === 'failed')
  return isBroken ? [...tests, { file, name: 'the file itself', status: 'failed' }] : tests
}

function foreground(command, args, env) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] })
    child.on('error', () => done(127))
    child.on('exit', (code) => done(code ?? 1))
  })
}
