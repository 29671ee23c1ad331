import { type Taking, takeBack } from '@perigon/pools'
import type { Chunk, Progress, Rung, RungStatement } from './run-row.ts'
import { nextWindow } from './window.ts'

const CHUNK = 200

type Due = { readonly id: string; readonly owner: string; readonly name: string; readonly base: string; readonly counted: string }
type Pool = { readonly name: string; readonly name_en: string | null }

/** The last rung: customers go to a pool by the one way there is, so that their history, the reason and the block of the former owner hold. */
export async function poolChunk(chunk: Chunk, { ladder, index, source, standing, values }: Rung & RungStatement): Promise<Progress> {
  const { kernel, tx, run } = chunk
  const step = ladder.steps[index]
  const pools = await tx.query<Pool>({
    text: 'select name, name_en from customer_pool where id = $1 and active and deleted_at is null',
    values: [step?.pool ?? null],
  })
  const [pool] = pools
  if (step === undefined || step.pool === null || pool === undefined) return { place: null, counts: {}, problem: 'pool.off' }
  const { alias } = source
  const window = await nextWindow(chunk, source)
  const due = await tx.query<Due>({
    text: `select ${alias}.id, ${alias}."owner" as owner, ${alias}."name" as name, to_char(${standing.base}, 'YYYY-MM-DD') as base, ${standing.counted} as counted
           from ${standing.from} where ${[...standing.where, standing.climbs, ...window.where].join(' and ')} order by ${alias}.id limit ${CHUNK} for update of ${alias}`,
    values,
  })
  const takings = due.map(({ id, owner, name, base, counted }): Taking => {
    const { counting } = ladder
    const facts = { rule: ladder.id, rule_name: { ...ladder.name }, date_field: counted, base, days: step.after, counting, due: run.day }
    const named = { name: ladder.name.zh, name_en: ladder.name.en, days: step.after, counting }
    const rule = { ...named, pool: step.pool ?? '', pool_name: pool.name, pool_name_en: pool.name_en }
    return { customer: id, owner, title: name, date: run.day, rule, facts }
  })
  const gone = new Set(takings.length === 0 ? [] : await takeBack(kernel, tx, { operation: run.id, day: run.day, takings }))
  const noted = due.filter(({ id }) => gone.has(id)).map(({ name: _name, ...each }) => each)
  await tx.query({
    text: `insert into reminder_hit (run, rule, object, record, step, tell, pool, base, day, owner, after, counting, counted)
           select $1, $2, 'customer', x.id, $3, 'pool', $4, x.base, $5, x.owner, $6, $7, x.counted
           from json_to_recordset($8::json) as x(id uuid, owner uuid, base date, counted text) on conflict do nothing`,
    values: [run.id, ladder.id, step.key, step.pool, run.day, step.after, ladder.counting, JSON.stringify(noted)],
  })
  const isFull = due.length === CHUNK
  return { place: isFull ? (due[due.length - 1]?.id ?? null) : window.end, counts: { pooled: noted.length } }
}
