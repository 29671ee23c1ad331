import { runSuite } from './suite.mjs'

await runSuite(['format', 'lint', 'types', 'architecture', 'pure tests'])
