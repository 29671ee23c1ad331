import { join } from 'node:path'
import { prepare } from './prepare.mjs'
import { root, run } from './processes.mjs'

const node = await prepare({ quiet: true, web: false })
const paths = process.argv.slice(2)
const { code, output } = await run(node, [
  join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome'),
  'format',
  '--write',
  ...(paths.length > 0 ? paths : ['.']),
])
process.stdout.write(output)
process.exitCode = code
