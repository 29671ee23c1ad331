import { AppError } from '@perigon/contracts'
import { type Database, errorCode, type Executor } from '@perigon/db'
import { compile, objectOf } from '../compile/compile.ts'
import type { CustomField, Snapshot } from '../compile/snapshot.ts'
import type { Actor, ModuleDefinition } from '../module.ts'
import { planSchema } from './plan.ts'
import { shapeOf } from './shape.ts'

const LOCK = 7_300_002
export const SNAPSHOT_CHANNEL = 'perigon_snapshot'

type StoredField = { readonly object: string; readonly key: string; readonly definition: CustomField['definition'] }

/** The customers' fields and the number of the present snapshot. */
async function readCustomization(db: Executor): Promise<{ readonly version: number; readonly fields: readonly CustomField[] }> {
  const version = (await db.query<{ version: number }>('select version from snapshot_version'))[0]?.version ?? 1
  const fields = await db.query<StoredField>('select object, key, definition from custom_field order by position')
  return { version, fields }
}

/** Rows → compiled snapshot of the same version. */
export async function readSnapshot(db: Executor, modules: readonly ModuleDefinition[]): Promise<Snapshot> {
  const { version, fields } = await readCustomization(db)
  return compile({ modules, customFields: fields, version })
}

/**
 * Adds a field to an object of the running system: validate, write the row, compile, plan, DDL and version in one
 * transaction under a lock with a short lock time-out, then online index builds, then tell the other processes.
 * If any step refuses, nothing happened. Keys start with `x_`; a required field needs a default, because rows exist.
 */
export async function addCustomField(
  db: Database,
  input: { readonly actor: Actor; readonly field: CustomField; readonly modules: readonly ModuleDefinition[] },
): Promise<Snapshot> {
  const { actor, field, modules } = input
  if (!actor.admin) throw new AppError('access.denied')
  if (field.definition.required === true && field.definition.default === undefined) {
    throw new AppError('schema.invalid', { data: { detail: `${field.key}: a required field needs a default for existing records` } })
  }
  const applied = await db
    .transaction(async (tx) => {
      await tx.query({ text: 'select pg_advisory_xact_lock($1)', values: [LOCK] })
      await tx.query(`set local lock_timeout = '2s'`)
      const { version, fields } = await readCustomization(tx)
      const before = compile({ modules, customFields: fields, version })
      objectOf(before, field.object)
      const after = compile({ modules, customFields: [...fields, field], version: version + 1 })
      const steps = planSchema(shapeOf(before), shapeOf(after))
      await tx.query({
        text: 'insert into custom_field (object, key, definition, created_by) values ($1, $2, $3, $4)',
        values: [field.object, field.key, JSON.stringify(field.definition), actor.id],
      })
      for (const step of steps) if (!step.online) await tx.query(step.sql)
      await tx.query({ text: 'update snapshot_version set version = $1', values: [version + 1] })
      return { after, online: steps.filter((step) => step.online) }
    })
    .catch((error: unknown) => {
      throw errorCode(error) === '55P03' ? new AppError('schema.busy', { cause: error }) : error
    })
  for (const step of applied.online) await db.query(step.sql)
  await db.query({ text: 'select pg_notify($1, $2)', values: [SNAPSHOT_CHANNEL, String(applied.after.version)] })
  return applied.after
}
