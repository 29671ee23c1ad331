import { AppError, type Json } from '@perigon/contracts'
import type { Executor } from '@perigon/db'
import { fieldOf } from '../compile/compile.ts'
import type { ObjectSnapshot } from '../compile/snapshot.ts'

/**
 * Sets one computed field of many records. A roll-up is derived data that can be made again from the log, so it has
 * neither version nor event, and nobody who edits the record meets a conflict because of it.
 */
export async function rollUp(
  db: Executor,
  object: ObjectSnapshot,
  input: { readonly field: string; readonly values: readonly { readonly id: string; readonly value: Json }[] },
): Promise<void> {
  const field = fieldOf(object, input.field)
  const column = field.columns[0]
  if (field.definition.computed !== true || column === undefined || field.columns.length > 1) {
    throw new AppError('schema.invalid', { data: { detail: `${object.key}.${input.field} is no single computed column` } })
  }
  if (input.values.length === 0) return
  await db.query({
    text: `update "${object.table}" t set "${column.name}" = x.value from json_to_recordset($1::json) as x(id uuid, value ${column.type})
           where t.id = x.id and t."${column.name}" is distinct from x.value`,
    values: [JSON.stringify(input.values)],
  })
}
