import pg from 'pg'
import { startEmbedded } from './index.ts'

// Run by crash.int.test.ts as a process of its own: writes rows one by one and says which are acknowledged.
const database = await startEmbedded({ dataDir: process.argv[2] ?? '', log: () => undefined, holder: 'writer' })
process.stdout.write(`pid ${database.pid}\n`)
const client = new pg.Client({ connectionString: database.url })
client.on('error', () => undefined)
await client.connect()
await client.query('create table if not exists written (n bigserial primary key, run int)')
for (;;) {
  const { rows } = await client.query<{ n: string }>('insert into written (run) values ($1) returning n', [process.pid])
  process.stdout.write(`row ${rows[0]?.n}\n`)
}
