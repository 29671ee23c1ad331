import { isJsonObject } from '@perigon/contracts'
import type { JobDefinition } from '@perigon/jobs'
import { type Kernel, systemActor } from '@perigon/kernel'
import type { FileStore } from './file-store.ts'
import { sweep } from './sweep.ts'

type Payload = { readonly hour: string }

/** Contents that a living attachment names, or a trashed one that may come back. */
async function usedContents(kernel: Kernel, sha256s: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await kernel.db.query<{ sha256: string }>({
    text: 'select distinct sha256 from attachment where sha256 = any($1)',
    values: [sha256s],
  })
  return new Set(rows.map((row) => row.sha256))
}

/** Clears away contents that nothing names any more; each run leaves a line in the log. */
export function sweepJob(deps: { readonly kernel: Kernel; readonly store: FileStore }): JobDefinition<Payload> {
  return {
    name: 'file-sweep',
    parse: (payload) => {
      if (isJsonObject(payload) && typeof payload['hour'] === 'string') return { hour: payload['hour'] }
      throw new Error('a sweep needs its hour')
    },
    key: (payload) => payload.hour,
    expireSeconds: 3600,
    handle: async () => {
      const { kernel, store } = deps
      const swept = await sweep(store, { now: kernel.clock.now(), isUsed: (sha256s) => usedContents(kernel, sha256s) })
      await kernel.note(systemActor('file sweep'), { fact: 'sweep', object: 'attachment', record: null, detail: swept })
    },
  }
}
