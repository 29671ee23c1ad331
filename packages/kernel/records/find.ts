import { AppError } from '@perigon/contracts'
import type { Executor } from '@perigon/db'
import { rowCondition } from '../access/scope.ts'
import { fieldOf } from '../compile/compile.ts'
import type { ObjectSnapshot } from '../compile/snapshot.ts'
import type { Actor, Stored } from '../module.ts'
import { parameters, prepared } from '../query/statement.ts'
import { statementsOf } from './statements.ts'

const MAX_FOUND = 1000

/** Records whose fields equal the given canonical values, as stored images, within the actor's read scope; at most 1,000. */
export async function findStored(
  db: Executor,
  object: ObjectSnapshot,
  input: { readonly where: Stored; readonly actor: Actor },
): Promise<readonly Stored[]> {
  const { values, bind } = parameters()
  const scope = rowCondition(object, input.actor, { operation: 'read', alias: 't', bind })
  const conditions = Object.entries(input.where).map(([key, value]) => {
    const field = fieldOf(object, key)
    if (!field.type.operators.includes('eq')) throw new AppError('query.operator', { data: { field: key, op: 'eq' } })
    const column = (suffix: string): string => `t."${field.key}${suffix}"`
    return value === null ? `${column('')} is null` : field.type.condition({ column, op: 'eq', value, bind, field: field.definition })
  })
  const where = ['t.deleted_at is null', ...(scope === null ? [] : [scope]), ...conditions].join(' and ')
  const rows = await db.query<{ image: Stored }>(
    prepared(
      `select ${statementsOf(object).image} as image from "${object.table}" t where ${where} order by t.id limit ${MAX_FOUND}`,
      values,
    ),
  )
  return rows.map((row) => row.image)
}
