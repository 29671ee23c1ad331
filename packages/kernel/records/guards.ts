import type { Executor } from '@perigon/db'
import { isOpen } from '../access/field-rights.ts'
import type { ObjectSnapshot } from '../compile/snapshot.ts'
import type { Actor, Cause, GuardContext } from '../module.ts'
import { loadImages } from './load.ts'
import { watched } from './needed.ts'
import type { Work } from './prepare.ts'

/** What happened already, or takes back what happened, is not refused for what other records say. */
const EXEMPT: ReadonlySet<Cause['kind']> = new Set(['seed', 'undo', 'merge', 'follow'])

/** Thrown where a write runs as a single statement and a guard holds something to its end: to be begun again in a transaction. */
export class NeedsTransaction extends Error {}

async function hold(db: Executor, texts: readonly string[]): Promise<void> {
  if (texts.length === 0) return
  if (!('transaction' in db && db.transaction === true)) throw new NeedsTransaction()
  // In order, so that two writes of several texts cannot wait in a circle.
  await db.query({
    text: 'select pg_advisory_xact_lock(hashtextextended(k, 0)) from (select k from unnest($1::text[]) k order by k) x',
    values: [texts],
  })
}

/** Asks the guards of an object about the writes that are right in themselves; what they object to is refused like a wrong field. */
export async function askGuards(
  db: Executor,
  object: ObjectSnapshot,
  input: { readonly works: readonly Work[]; readonly context: { readonly actor: Actor; readonly cause: Cause; readonly dry?: true } },
): Promise<void> {
  const { actor, cause } = input.context
  const works = input.works.filter((work) => work.issues.length === 0)
  if (object.guards.length === 0 || works.length === 0 || EXEMPT.has(cause.kind)) return
  const title = object.definition.title
  const context: GuardContext = {
    actor,
    cause,
    query: (text, values) => db.query({ text, values }),
    hold: async (texts) => (input.context.dry === true ? undefined : hold(db, texts)),
    titles: async (ids) => {
      if (ids.length === 0 || !isOpen(object, actor, title)) return new Map()
      const seen = await loadImages(db, object, { ids, actor, operation: 'read', trash: false })
      return new Map([...seen].map(([id, { image }]) => [id, String(image[title] ?? '')]))
    },
  }
  const writes = works.map((work) => ({
    id: work.id,
    before: watched(object, work, work.before),
    image: watched(object, work, work.image),
    changed: (field: string) => work.changed.has(field),
  }))
  for (const guard of object.guards) {
    const found = await guard.check(writes, context)
    for (const work of works) work.issues.push(...(found.get(work.id) ?? []))
  }
}
