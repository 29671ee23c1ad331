import { existsSync } from 'node:fs'
import { prepare } from '../tools/launcher/prepare.mjs'
import { serve } from '../tools/launcher/serve.mjs'
import { printFailure } from '../tools/launcher/steps.mjs'

// `npm run bench` measures, `npm run bench generate` makes the data; both take the options of the file they start.
const [first, ...rest] = process.argv.slice(2)
const script = first !== undefined && existsSync(new URL(`./${first}.ts`, import.meta.url)) ? first : 'run'

try {
  const node = await prepare({ quiet: true, web: script === 'run' })
  const { code, error } = await serve(node, [`bench/${script}.ts`, ...(script === first ? rest : process.argv.slice(2))])
  if (error) throw error
  process.exitCode = code
} catch (error) {
  printFailure(error)
  process.exitCode = 1
}
