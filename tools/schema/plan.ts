import { readFile, writeFile } from 'node:fs/promises'
import { compile, planSchema, type SchemaShape, shapeOf } from '@perigon/kernel'
import { modules } from '../../apps/server/modules.ts'

/**
 * `node tools/schema/plan.ts` prints the SQL between the last recorded shape (db/schema.json) and the definitions;
 * `node tools/schema/plan.ts NNNN_name` writes it to db/migrations and records the new shape. Read what it wrote before you commit it.
 */
const shapeFile = new URL('../../db/schema.json', import.meta.url)

async function recordedShape(): Promise<SchemaShape> {
  try {
    const shape: SchemaShape = JSON.parse(await readFile(shapeFile, 'utf8'))
    return shape
  } catch {
    return {}
  }
}

const wanted = shapeOf(compile({ modules }))
const steps = planSchema(await recordedShape(), wanted)
// Migrations run in one transaction: on a table that is small or new, an ordinary index build is right.
const sql = steps.map((step) => `${step.sql.replace(' concurrently if not exists', '')};`).join('\n')
const name = process.argv[2]
if (name === undefined) process.stdout.write(sql === '' ? 'No difference.\n' : `${sql}\n`)
else if (!/^\d{4}_[a-z0-9_]+$/.test(name)) throw new Error('name a migration like 0002_first_day')
else {
  const header = '-- module: (name them) · compatible · (say why)\n\n'
  await writeFile(new URL(`../../db/migrations/${name}.sql`, import.meta.url), `${header}${sql}\n`)
  await writeFile(shapeFile, `${JSON.stringify(wanted, null, 1)}\n`)
  process.stdout.write(`db/migrations/${name}.sql: ${steps.length} statements\n`)
}
