import type { FileStore } from './file-store.ts'

const DAY = 86_400_000
const AT_ONCE = 500

export type Swept = { readonly looked_at: number; readonly removed: number; readonly bytes: number }

/** Removes contents that nothing names and that are older than a day: a younger one may belong to a record still being written. */
export async function sweep(
  store: FileStore,
  how: { readonly now: Date; readonly isUsed: (sha256s: readonly string[]) => Promise<ReadonlySet<string>> },
): Promise<Swept> {
  let [lookedAt, removed, bytes] = [0, 0, 0]
  const old: { readonly sha256: string; readonly size: number }[] = []
  const clear = async (): Promise<void> => {
    const batch = old.splice(0)
    const used = await how.isUsed(batch.map((each) => each.sha256))
    for (const { sha256, size } of batch) {
      if (used.has(sha256)) continue
      await store.remove(sha256)
      removed += 1
      bytes += size
    }
  }
  for await (const { sha256, at, size } of store.list()) {
    lookedAt += 1
    if (at.getTime() >= how.now.getTime() - DAY) continue
    old.push({ sha256, size })
    if (old.length >= AT_ONCE) await clear()
  }
  if (old.length > 0) await clear()
  return { looked_at: lookedAt, removed, bytes }
}
