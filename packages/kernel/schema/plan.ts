import type { SchemaShape, TableShape } from './shape.ts'

/** One statement of a plan. `online` ones run outside the transaction (concurrent index builds) on a living table. */
export type PlanStep = { readonly sql: string; readonly online: boolean }

type Named = { readonly table: string; readonly name: string; readonly definition: string }

function indexSql({ table, name, definition }: Named, concurrently: boolean): string {
  const unique = definition.startsWith('unique:')
  const how = concurrently ? ' concurrently if not exists' : ''
  return `create ${unique ? 'unique ' : ''}index${how} "${name}" on "${table}" ${unique ? definition.slice(7) : definition}`
}

function createTable(table: string, shape: TableShape): string {
  const columns = Object.entries(shape.columns).map(([name, type]) => `  "${name}" ${type}`)
  return `create table "${table}" (\n${columns.join(',\n')}\n)`
}

function keySql({ table, name, definition }: Named, validate: boolean): string {
  return `alter table "${table}" add constraint "${name}" ${definition}${validate || !definition.startsWith('foreign') ? '' : ' not valid'}`
}

function changeTable(table: string, before: TableShape, after: TableShape): PlanStep[] {
  const steps: PlanStep[] = []
  for (const [name, type] of Object.entries(after.columns)) {
    const old = before.columns[name]
    if (old === undefined) steps.push({ sql: `alter table "${table}" add column "${name}" ${type}`, online: false })
    else if (old !== type) throw new Error(`${table}.${name}: ${old} → ${type} is not a change the planner may make; write a migration`)
  }
  for (const [name, definition] of Object.entries(after.keys)) {
    if (before.keys[name] !== undefined) continue
    steps.push({ sql: keySql({ table, name, definition }, false), online: false })
    if (definition.startsWith('foreign')) steps.push({ sql: `alter table "${table}" validate constraint "${name}"`, online: true })
  }
  for (const [name, definition] of Object.entries(after.indexes)) {
    if (before.indexes[name] === definition) continue
    if (before.indexes[name] !== undefined) steps.push({ sql: `drop index "${name}"`, online: false })
    steps.push({ sql: indexSql({ table, name, definition }, true), online: true })
  }
  for (const name of Object.keys(before.indexes)) {
    if (after.indexes[name] === undefined) steps.push({ sql: `drop index if exists "${name}"`, online: false })
  }
  return steps
}

/**
 * The statements that turn one shape into another. Pure. New tables come with their indexes; changes of living tables
 * are metadata only, with keys added `not valid` and indexes built concurrently afterwards. Columns are never dropped.
 */
export function planSchema(before: SchemaShape, after: SchemaShape): readonly PlanStep[] {
  const fresh = Object.entries(after).filter(([table]) => before[table] === undefined)
  const steps: PlanStep[] = fresh.map(([table, shape]) => ({ sql: createTable(table, shape), online: false }))
  for (const [table, shape] of Object.entries(after)) {
    const known = new Set(before[table]?.sequences ?? [])
    for (const name of shape.sequences) if (!known.has(name)) steps.push({ sql: `create sequence "${name}"`, online: false })
  }
  const ofKind = (foreign: boolean): void => {
    for (const [table, shape] of fresh) {
      for (const [name, definition] of Object.entries(shape.keys)) {
        if (definition.startsWith('foreign') === foreign) steps.push({ sql: keySql({ table, name, definition }, true), online: false })
      }
    }
  }
  ofKind(false)
  ofKind(true)
  for (const [table, shape] of fresh) {
    for (const [name, definition] of Object.entries(shape.indexes))
      steps.push({ sql: indexSql({ table, name, definition }, false), online: false })
  }
  for (const [table, shape] of Object.entries(after)) {
    const old = before[table]
    if (old !== undefined) steps.push(...changeTable(table, old, shape))
  }
  return steps
}
