import { isId, isJsonObject } from '@perigon/contracts'
import type { JobDefinition, Jobs } from '@perigon/jobs'
import { type Kernel, systemActor } from '@perigon/kernel'
import { actorById } from '@perigon/organization'
import { orphanedImports, type WorkerDeps, workOnImport } from '@perigon/transfer'

type Payload = { readonly id: string }

const RESCUE_MS = 10_000

function parse(payload: unknown): Payload {
  if (isJsonObject(payload) && isId(payload['id'])) return { id: payload['id'] }
  throw new Error('an import job needs an id')
}

/** The queue's side of an import; the work itself is repeatable, see the transfer package. */
export const importJob: Omit<JobDefinition<Payload>, 'handle'> = {
  name: 'import',
  parse,
  key: (payload) => payload.id,
  expireSeconds: 6 * 3600,
  retries: 5,
}

export function importDeps(kernel: Kernel): WorkerDeps {
  return { db: kernel.db, kernel, actorOf: async (userId) => (userId === null ? systemActor('import') : actorById(kernel.db, userId)) }
}

/** Registers the worker, and looks every ten seconds for imports whose worker was killed, to give them to another. */
export async function registerImportJob(jobs: Jobs, kernel: Kernel, work: boolean): Promise<{ stop(): void }> {
  const deps = importDeps(kernel)
  await jobs.register({ ...importJob, handle: (payload) => workOnImport(deps, payload.id) })
  if (!work) return { stop: () => undefined }
  const rescue = async (): Promise<void> => {
    for (const id of await orphanedImports(kernel.db)) await workOnImport(deps, id)
  }
  const timer = setInterval(() => rescue().catch(() => undefined), RESCUE_MS)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
