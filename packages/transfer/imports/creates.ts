import type { Issue, Json } from '@perigon/contracts'
import { type Actor, type Command, objectOf, type WriteResult } from '@perigon/kernel'
import type { ImportDeps } from './import-deps.ts'
import type { StoredImport } from './import-store.ts'
import type { LinkedCreate, LinkResolver } from './link-resolver.ts'

const CHUNK = 2000

type Refusals = Map<string, readonly Issue[]>

/** Linked records a check has come upon, and those of them that the writer would refuse, with the reason. */
export type CreatesCheck = {
  readonly deps: ImportDeps
  readonly actor: Actor
  readonly job: string
  readonly links: LinkResolver
  readonly refused: Refusals
  judged: number
}

function commandsOf(deps: ImportDeps, creates: readonly LinkedCreate[]): readonly Command[] {
  return creates.map(({ object, id, title, patch }): Command => {
    const { definition } = objectOf(deps.kernel.snapshot(), object)
    return { object, op: 'create', id, patch: { ...patch, [definition.title]: title } }
  })
}

function byObject(creates: readonly LinkedCreate[]): readonly LinkedCreate[] {
  return [...Map.groupBy(creates, (create) => create.object).values()].flat()
}

/** Lets the writer judge, without writing, the linked records that were asked for since the last call. */
export async function judgeCreates(check: CreatesCheck): Promise<void> {
  const all = check.links.creates()
  const fresh = byObject(all.slice(check.judged))
  check.judged = all.length
  if (fresh.length === 0) return
  const results = await check.deps.kernel.write(check.actor, commandsOf(check.deps, fresh), {
    cause: { kind: 'import', ref: check.job },
    mode: 'row_by_row',
    dry: true,
    assumed: new Set(all.map((create) => create.id)),
  })
  results.forEach((result, index) => {
    const id = fresh[index]?.id ?? ''
    if (!result.ok) check.refused.set(id, reasons(result))
  })
}

function reasons(result: WriteResult): readonly Issue[] {
  if (result.ok) return []
  return result.error.issues.length > 0 ? result.error.issues : [{ path: '', code: 'type', data: { expected: result.error.code } }]
}

/** Why a row cannot be written: a record it links to would be refused. */
export function refusedLinks(check: CreatesCheck, patch: { readonly [field: string]: Json }): readonly Issue[] {
  if (check.refused.size === 0) return []
  return Object.entries(patch).flatMap(([field, id]) =>
    typeof id === 'string' ? (check.refused.get(id) ?? []).map((issue) => ({ ...issue, path: `${field}.${issue.path}` })) : [],
  )
}

/** Linked records the mapping asked to make; those that are there already (after a crash) are left. Refused ones refuse their rows. */
export async function writeCreates(deps: ImportDeps, job: StoredImport, actor: Actor): Promise<void> {
  for (const [object, creates] of Map.groupBy(job.creates, (create) => create.object)) {
    const { table } = objectOf(deps.kernel.snapshot(), object)
    for (let at = 0; at < creates.length; at += CHUNK) {
      const part = creates.slice(at, at + CHUNK)
      const there = await deps.db.query<{ id: string }>({
        text: `select id from "${table}" where id = any($1)`,
        values: [part.map((create) => create.id)],
      })
      const known = new Set(there.map((row) => row.id))
      const commands = commandsOf(
        deps,
        part.filter((create) => !known.has(create.id)),
      )
      if (commands.length > 0)
        await deps.kernel.write(actor, commands, { cause: { kind: 'import', ref: job.id, operation: job.id }, mode: 'row_by_row' })
    }
  }
}
