import { findEmbedded, startEmbedded } from '@perigon/db/embedded'
import type { Config } from '../config.ts'

/** A database that a command may use until it closes it. */
export type OpenDatabase = {
  readonly url: string
  /** Where it came from. */
  readonly origin: 'external' | 'running' | 'started'
  /** Ends it again when this command started it. */
  close(): Promise<void>
}

/** Opens the database of this installation; the embedded one is started when it does not run. */
export async function openDatabase(config: Config, log: (line: string) => void): Promise<OpenDatabase> {
  const found = await findDatabase(config)
  if (found) return found
  const started = await startEmbedded({ dataDir: config.dataDir, log, holder: 'command' })
  return { url: started.url, origin: 'started', close: () => started.stop() }
}

/** The same, but never starts anything. */
async function findDatabase(config: Config): Promise<OpenDatabase | undefined> {
  const close = async () => undefined
  if (config.databaseUrl) return { url: config.databaseUrl, origin: 'external', close }
  const running = await findEmbedded(config.dataDir)
  return running && { url: running.url, origin: 'running', close }
}
