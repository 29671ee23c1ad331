import { spawn } from 'node:child_process'
import { prepare } from '../launcher/prepare.mjs'
import { root } from '../launcher/processes.mjs'
import { printFailure } from '../launcher/steps.mjs'

// `npm run check:safety` runs everything; `npm run check:safety -- S001 S029` only what is named.
try {
  const node = await prepare({ quiet: true })
  process.exitCode = await new Promise((done) => {
    const child = spawn(node, ['tools/safety/run.ts', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' })
    child.on('error', () => done(1))
    child.on('exit', (code) => done(code ?? 1))
  })
} catch (error) {
  printFailure(error)
  process.exitCode = 1
}
