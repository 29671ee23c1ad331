import type { Executor } from '@perigon/db'
import type { SchemaShape } from './shape.ts'

const TYPE_NAMES: { readonly [short: string]: string } = { timestamptz: 'timestamp with time zone' }

function bareType(type: string): string {
  const bare = type.replace(/ (not null|default|generated).*$/, '')
  return TYPE_NAMES[bare] ?? bare
}

/**
 * Compares the database with a shape and says each difference in one sentence; empty when they agree.
 * The only place where the database is asked what the world is like.
 */
export async function findDrift(db: Executor, shape: SchemaShape): Promise<readonly string[]> {
  const columns = await db.query<{ table_name: string; column_name: string; type: string }>({
    text: `select c.relname as table_name, a.attname as column_name, format_type(a.atttypid, a.atttypmod) as type
           from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
           where n.nspname = 'public' and c.relname = any($1) and a.attnum > 0 and not a.attisdropped`,
    values: [Object.keys(shape)],
  })
  const indexes = await db.query<{ name: string }>(`select indexname as name from pg_indexes where schemaname = 'public'`)
  const constraints = await db.query<{ name: string }>(`select conname as name from pg_constraint`)
  const found = new Map(columns.map((row) => [`${row.table_name}.${row.column_name}`, row.type]))
  const names = new Set([...indexes, ...constraints].map((row) => row.name))
  const drift: string[] = []
  for (const [table, wanted] of Object.entries(shape)) {
    for (const [column, type] of Object.entries(wanted.columns)) {
      const is = found.get(`${table}.${column}`)
      if (is === undefined) drift.push(`column ${table}.${column} is missing`)
      else if (is !== bareType(type)) drift.push(`column ${table}.${column} is ${is}, should be ${bareType(type)}`)
      found.delete(`${table}.${column}`)
    }
    for (const name of [...Object.keys(wanted.indexes), ...Object.keys(wanted.keys)])
      if (!names.has(name)) drift.push(`${name} on ${table} is missing`)
  }
  for (const extra of found.keys()) drift.push(`column ${extra} is not in any definition`)
  return drift
}
