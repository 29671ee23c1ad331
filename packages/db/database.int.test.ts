import { AppError } from '@perigon/contracts'
import { testDatabase } from '@perigon/testing'
import { expect, it } from 'vitest'
import { createDatabase } from './database.ts'

it('a connection that dies in the middle of a transaction fails that transaction and nothing else', async () => {
  const { url, drop } = await testDatabase()
  const db = createDatabase({ url, max: 2 })
  const outcome = await db
    .transaction(async (tx) => {
      const [row] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid')
      await db.query({ text: 'select pg_terminate_backend($1)', values: [row?.pid] })
      // The process lives on while the dead connection is leased and idle.
      await new Promise((done) => setTimeout(done, 100))
      await tx.query('select 1')
    })
    .catch((error: unknown) => error)
  expect(outcome).toBeInstanceOf(AppError)
  expect(outcome).toMatchObject({ code: 'database.unavailable' })
  expect(await db.query('select 1 as one')).toEqual([{ one: 1 }])
  await db.close()
  await drop()
})
