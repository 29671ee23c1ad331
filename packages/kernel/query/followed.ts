import type { ListQuery } from '@perigon/contracts'
import type { Executor } from '@perigon/db'
import { throughSelects } from '../access/scope.ts'
import type { ObjectSnapshot } from '../compile/snapshot.ts'
import type { Actor } from '../module.ts'
import { namesRecords } from './rows.ts'
import type { Followed, QueryContext } from './source.ts'
import { parameters, prepared } from './statement.ts'

const MOST = 2000

/** So long an answer is used again while nobody writes here: a list that is scrolled asks the same before every page. */
const KEPT_MS = 3000
const MOST_KEPT = 500

type Ids = readonly string[] | null
type Question = { readonly text: string; readonly values: readonly unknown[]; readonly key: string }
type Kept = { readonly until: number; readonly ids: Promise<Ids> }

export type FollowedRecords = {
  /** The context of a question with what is seen through other records; where records are named nothing is looked up before. */
  within(
    object: ObjectSnapshot,
    question: { readonly context: QueryContext; readonly asked: Pick<ListQuery, 'filter'> },
  ): Promise<QueryContext>
  /**
   * Waits for a write of this process, after which everything is looked up anew. What other processes write is seen after a moment;
   * row security keeps what is no longer to be seen.
   */
  before<T>(work: Promise<T>): Promise<T>
}

// The same for an actor and an object as long as both last; every list asks.
const questions = new WeakMap<Actor, WeakMap<ObjectSnapshot, Question | 'nothing'>>()

function questionOf(object: ObjectSnapshot, actor: Actor): Question | 'nothing' {
  const ofActor = questions.get(actor) ?? new WeakMap<ObjectSnapshot, Question | 'nothing'>()
  questions.set(actor, ofActor)
  const known = ofActor.get(object)
  if (known !== undefined) return known
  const { values, bind } = parameters()
  const selects = throughSelects(object, actor, bind)
  const text = `select f.id from (${selects.map((select) => `(${select} limit ${MOST + 1})`).join(' union ')}) f limit ${MOST + 1}`
  // The question names everything it depends on.
  const question = selects.length === 0 ? 'nothing' : { text, values, key: `${text}${JSON.stringify(values)}` }
  ofActor.set(object, question)
  return question
}

/**
 * Looks up what a person sees of an object through other records, read from indexes alone, through the system's way in: nobody is told
 * of it until row security has had its say (ADR 0014). Mostly it is little or nothing, while asked row by row whether its parent is one's
 * own, each row of a list was compared with all of one's customers. Null where nothing follows. `keeps`: row security is on, without
 * which an answer that is used again could show for a moment what was taken away.
 */
export function createFollowedRecords(db: Executor, { keeps }: { readonly keeps: boolean }): FollowedRecords {
  const kept = new Map<string, Kept>()
  const of = async (object: ObjectSnapshot, { actor }: QueryContext): Promise<Followed | null> => {
    const question = questionOf(object, actor)
    if (question === 'nothing') return null
    const { text, values, key } = question
    const known = kept.get(key)
    if (known !== undefined && known.until > performance.now()) return { object: object.key, ids: await known.ids }
    const ids = db
      .query<{ id: string }>(prepared(text, values))
      .then((rows): Ids => (rows.length > MOST ? null : rows.map((row) => row.id)))
    if (keeps) {
      if (kept.size >= MOST_KEPT) kept.clear()
      // From the asking on, so that those who ask at the same moment wait for one answer.
      kept.set(key, { until: performance.now() + KEPT_MS, ids })
      ids.catch(() => kept.delete(key))
    }
    return { object: object.key, ids: await ids }
  }
  return {
    within: async (object, { context, asked }) => (namesRecords(asked) ? context : { ...context, followed: await of(object, context) }),
    before: async (work) => {
      try {
        return await work
      } finally {
        kept.clear()
      }
    },
  }
}
