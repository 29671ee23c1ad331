import { setTimeout as pause } from 'node:timers/promises'
import { createDatabase, type Database } from '@perigon/db'
import { testDatabase } from '@perigon/testing'
import { PgBoss } from 'pg-boss'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createJobs, type JobDefinition, type Jobs } from './jobs.ts'

type Payload = { readonly id: string }

let drop: () => Promise<void>
let db: Database
let sender: Jobs
const worked: string[] = []

const definition: JobDefinition<Payload> = {
  name: 'things',
  parse: (payload) => payload as Payload,
  key: ({ id }) => id,
  handle: async ({ id }) => {
    worked.push(id)
  },
}

beforeAll(async () => {
  const database = await testDatabase()
  drop = database.drop
  db = createDatabase({ url: database.url, max: 4 })
  // An installation of an earlier version has the queue already, under the policy by which a key says nothing.
  const earlier = new PgBoss({ connectionString: database.url, schema: 'pgboss' })
  await earlier.start()
  await earlier.createQueue('things')
  await earlier.stop()
  sender = await createJobs({ db, work: false, onError: () => undefined })
  await sender.register(definition)
})
afterAll(async () => {
  await sender.stop()
  await db.close()
  await drop()
})

describe('the queue', () => {
  it('makes two waiting jobs of one key one, and leaves those of other keys alone', async () => {
    for (const id of ['a', 'b', 'a', 'a']) await sender.send(definition, { id })
    const worker = await createJobs({ db, work: true, onError: () => undefined })
    await worker.register(definition)
    while (worked.length < 2) await pause(50)
    await pause(1500)
    expect(worked.toSorted()).toEqual(['a', 'b'])
    await sender.send(definition, { id: 'a' })
    while (worked.length < 3) await pause(50)
    await worker.stop()
    expect(worked.at(-1)).toBe('a')
  })
})
