import { prepare } from './prepare.mjs'
import { serve } from './serve.mjs'
import { printFailure } from './steps.mjs'

try {
  const node = await prepare()
  const { code, error } = await serve(node, ['apps/server/main.ts', ...process.argv.slice(2)], { watchParents: true })
  if (error) throw error
  process.exitCode = code
} catch (error) {
  printFailure(error)
  process.exitCode = 1
}
