import { prepare } from './prepare.mjs'
import { serve } from './serve.mjs'
import { printFailure } from './steps.mjs'

// `./perigon start` is `npm start`: the web application is brought up to date as well.
const isStart = process.argv[2] === 'start'

try {
  const node = await prepare({ quiet: !isStart, web: isStart })
  const { code, error } = await serve(node, ['apps/server/cli/main.ts', ...process.argv.slice(2)])
  if (error) throw error
  process.exitCode = code
} catch (error) {
  printFailure(error)
  process.exitCode = 1
}
