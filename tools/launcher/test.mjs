import { runSuite, steps } from './suite.mjs'

await runSuite(Object.keys(steps))
