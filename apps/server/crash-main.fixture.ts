import { start } from './start.ts'

/** The real server, but that push services may stand on this machine. */
await start({ pushInside: true })
