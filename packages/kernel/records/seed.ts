import { systemActor } from '../access/scope.ts'
import { objectOf } from '../compile/compile.ts'
import type { Kernel } from '../kernel.ts'
import type { Command, Seed } from '../module.ts'

/** Writes the first-day records of all modules that are not there yet; safe to run at every start. Returns how many were new. */
export async function applySeeds(kernel: Kernel): Promise<number> {
  const seeds: readonly Seed[] = kernel.modules.flatMap((module) => module.seeds ?? [])
  const known = new Set<string>()
  for (const key of new Set(seeds.map((seed) => seed.object))) {
    const ids = seeds.filter((seed) => seed.object === key).map((seed) => seed.id)
    const rows = await kernel.db.query<{ id: string }>({
      text: `select id from "${objectOf(kernel.snapshot(), key).table}" where id = any($1)`,
      values: [ids],
    })
    for (const row of rows) known.add(row.id)
  }
  const fresh = seeds.filter((seed) => !known.has(seed.id))
  const commands: Command[] = fresh.map((seed) => ({ object: seed.object, op: 'create', id: seed.id, patch: seed.values }))
  if (commands.length > 0) await kernel.write(systemActor('seeds'), commands, { cause: { kind: 'seed' } })
  return commands.length
}
