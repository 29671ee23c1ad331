import type { Label } from '@perigon/contracts'
import type { Executor } from '@perigon/db'
import type { Counting } from '@perigon/pools'
import { type Step } from '../reminder-rule/steps.options.ts'
import { readSteps } from '../reminder-rule/steps.ts'

/** A rule as it is applied; a draft that was never saved has no id and nothing told yet. */
export type Ladder = {
  readonly id: string | null
  readonly name: Label
  readonly object: string
  readonly condition: unknown
  readonly date_field: string
  readonly counting: Counting
  readonly from_creation: boolean
  readonly steps: readonly Step[]
}

/** A rule that is on. */
export type ActiveLadder = Ladder & { readonly id: string }

type Row = Omit<Ladder, 'id' | 'name' | 'steps'> & {
  readonly id: string
  readonly name: string
  readonly name_en: string | null
  readonly steps: unknown
}

const RULES = `select id, name, name_en, object, condition, date_field, counting, from_creation, steps from reminder_rule`

/** The rules that are on, in the order of their names. */
export async function activeLadders(db: Pick<Executor, 'query'>): Promise<readonly ActiveLadder[]> {
  return (await db.query<Row>({ text: `${RULES} where active and deleted_at is null order by name, id`, values: [] })).map(ladderOf)
}

/** Those of these rules that may still be applied: on or off, also when they were deleted since a day, as that can be taken back. */
export async function laddersOf(db: Pick<Executor, 'query'>, ids: readonly string[], since: string): Promise<readonly ActiveLadder[]> {
  const text = `${RULES} where id = any($1::uuid[]) and (deleted_at is null or deleted_at >= $2::date)`
  return (await db.query<Row>({ text, values: [ids, since] })).map(ladderOf)
}

function ladderOf({ name, name_en, steps, ...row }: Row): ActiveLadder {
  return { ...row, name: { zh: name, en: name_en ?? name }, steps: readSteps(steps, row.object).steps ?? [] }
}
