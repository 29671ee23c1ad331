import { join } from 'node:path'
import {
  type AttachmentDeps,
  clearDrafts,
  createClamdScanner,
  createFolderStore,
  createIntake,
  createPreviews,
  createS3Store,
  sweepJob,
} from '@perigon/files'
import { every, type Jobs } from '@perigon/jobs'
import type { Kernel } from '@perigon/kernel'
import type { FastifyBaseLogger } from 'fastify'

export type FilesOptions = {
  readonly dataDir: string
  readonly filesS3?: string | undefined
  readonly clamd?: string | undefined
  readonly logger: FastifyBaseLogger
}

const SWEEP_MS = 6 * 3600_000

/** Store, way in and previews of files as the configuration asks for them; every six hours one process sweeps. */
export async function openFiles(
  deps: { readonly kernel: Kernel; readonly jobs: Jobs },
  options: FilesOptions,
): Promise<AttachmentDeps & { readonly stop: () => Promise<void> }> {
  const { kernel, jobs } = deps
  const folder = join(options.dataDir, 'files')
  const store = options.filesS3 === undefined ? createFolderStore(folder) : createS3Store(options.filesS3)
  const scan = options.clamd === undefined ? null : createClamdScanner(options.clamd)
  const job = sweepJob({ kernel, store })
  await jobs.register(job)
  const incoming = join(folder, 'incoming')
  const sweep = async (): Promise<void> => {
    await jobs.send(job, { hour: kernel.clock.now().toISOString().slice(0, 13) })
    await clearDrafts(incoming, kernel.clock.now())
  }
  const sweeping = every(SWEEP_MS, sweep, (error) => options.logger.error({ err: error }, 'file sweep'))
  return {
    kernel,
    store,
    intake: createIntake({ store, folder: incoming, scan }),
    previews: createPreviews(store, join(options.dataDir, 'previews')),
    stop: () => sweeping.stop(),
  }
}
