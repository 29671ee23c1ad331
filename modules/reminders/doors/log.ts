import { isJsonObject, type Json } from '@perigon/contracts'
import { type Actor, isOpen, type Kernel, may, readRecords } from '@perigon/kernel'
import type { Tell } from '../reminder-rule/steps.options.ts'

const PAGE = 50
const BATCH = 200
/** So many pieces of the log are gone through for one page, for a reader who may see few of its records. */
const BATCHES = 10

export type LogQuery = {
  readonly rule: string | null
  readonly tell: Tell | null
  readonly person: string | null
  readonly from: string | null
  readonly to: string | null
  readonly cursor: string | null
}

type Hit = {
  readonly id: string
  readonly seq: string
  readonly object: string
  readonly record: string
  readonly [column: string]: Json
}

const HITS = `select h.id, h.seq::text as seq, h.object, h.record, to_json(h.at)#>>'{}' as at, to_char(h.day, 'YYYY-MM-DD') as day, h.tell, h.after, h.counting, h.counted,
    to_char(h.base, 'YYYY-MM-DD') as base, r.name as rule_name, r.name_en as rule_name_en, p.name as pool, p.name_en as pool_en, e.name as owner,
    (select json_agg(u.name order by u.name) from "user" u where u.id = any(h.told)) as told
  from reminder_hit h join reminder_rule r on r.id = h.rule left join customer_pool p on p.id = h.pool left join employee e on e.id = h.owner
  where ($1::uuid is null or h.rule = $1) and ($2::text is null or h.tell = $2)
    and ($3::uuid is null or h.owner = $3 or h.told && array(select u.id from "user" u where u.employee = $3))
    and ($4::date is null or h.day >= $4) and ($5::date is null or h.day <= $5) and ($6::bigint is null or h.seq < $6) and h.object = any($7)
  order by h.seq desc limit ${BATCH}`

/** What the rules did, newest first: of the records that whoever asks may read. */
export async function reminderLog(kernel: Kernel, actor: Actor, query: LogQuery): Promise<{ readonly [key: string]: Json }> {
  const objects = [...kernel.snapshot().objects.values()].filter((object) => may(object, actor, 'read')).map(({ key }) => key)
  const data: Json[] = []
  let cursor = query.cursor
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const hits = await kernel.db.query<Hit>({
      text: HITS,
      values: [query.rule, query.tell, query.person, query.from, query.to, cursor, objects],
    })
    const titles = await titlesOf(kernel, actor, hits)
    for (const { seq, ...hit } of hits) {
      cursor = seq
      const title = titles.get(hit.record)
      if (title !== undefined) data.push({ ...seenBy(kernel, actor, hit), title, seq })
      if (data.length === PAGE) return { data, next: seq }
    }
    if (hits.length < BATCH) return { data, next: null }
  }
  return { data, next: cursor }
}

/** A date that is closed to the reader is left out. */
function seenBy(kernel: Kernel, actor: Actor, hit: { readonly [column: string]: Json }): { readonly [column: string]: Json } {
  const object = kernel.snapshot().objects.get(String(hit['object']))
  const { base: _base, counted, ...rest } = hit
  return object !== undefined && isOpen(object, actor, String(counted)) ? hit : rest
}

/** Titles of those records that the actor may read, through the door that the database guards as well. */
async function titlesOf(kernel: Kernel, actor: Actor, hits: readonly Hit[]): Promise<ReadonlyMap<string, string>> {
  const titles = new Map<string, string>()
  const door = await kernel.door(actor)
  for (const [key, list] of Map.groupBy(hits, ({ object }) => object)) {
    const field = kernel.snapshot().objects.get(key)?.definition.title
    if (field === undefined) continue
    const ids = [...new Set(list.map(({ record }) => record))]
    for (const text of await readRecords(door, key, { context: kernel.queryContext(actor), ids, fields: [field] })) {
      const record: unknown = JSON.parse(text)
      if (isJsonObject(record) && typeof record['id'] === 'string') titles.set(record['id'], String(record[field] ?? ''))
    }
  }
  return titles
}
