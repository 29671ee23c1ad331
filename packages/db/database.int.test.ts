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

it('a connection that has prepared very many statements makes room for a new one', async () => {
  const { url, drop } = await testDatabase()
  const db = createDatabase({ url, max: 1 })
  const process = async (): Promise<unknown> => (await db.query('select pg_backend_pid() as pid'))[0]?.['pid']
  const prepared = async (): Promise<unknown> => (await db.query('select count(*)::int as n from pg_prepared_statements'))[0]?.['n']
  const first = await process()
  for (let at = 0; at < 600; at += 1) await db.query({ name: `n${at}`, text: `select ${at}` })
  expect([await process(), await prepared()]).toEqual([first, 600])
  await db.query({ name: 'one more', text: 'select 1' })
  expect([await process(), await prepared()]).not.toEqual([first, 601])
  expect(await prepared()).toBe(0)
  await db.close()
  await drop()
})
