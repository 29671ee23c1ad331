import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CrashSite, ended, inTheMiddle, openCrashSite } from './crash-house.fixture.ts'
import { zipOf } from './other-systems/zip.fixture.ts'

/**
 * kill -9 of the real server while it brings an export of another system over, and while it takes that back. Started again it goes on by
 * itself with the file it was at: every record is there once, with its links, and afterwards none is.
 */
let site: CrashSite
const leases = ['bring_over', 'import_job']
const ACCOUNTS = 1000
const CONTACTS = 4000

beforeAll(async () => {
  site = await openCrashSite('bring-over')
  // All contacts take some seconds on every machine, so that the middle is not over between two looks at it.
  await site.rows(`create function take_time() returns trigger language plpgsql as $$ begin perform pg_sleep(0.1); return null; end $$`)
  await site.rows('create trigger take_time before insert or update on contact for each statement execute function take_time()')
}, 120_000)
afterAll(() => site?.close())

const rowsOf = (count: number, row: (at: number) => string): string => Array.from({ length: count }, (_, at) => row(at)).join('')

function exported(): FormData {
  const files = {
    'Account.csv': `Id,Name,ParentId,Industry\n${rowsOf(ACCOUNTS, (at) => `001A${at},Company ${at},${at === 0 ? '' : '001A0'},Machines\n`)}`,
    'Contact.csv': `Id,AccountId,FirstName,LastName,Email\n${rowsOf(CONTACTS, (at) => `003A${at},001A${at % ACCOUNTS},Jo,Doe ${at},jo${at}@example.com\n`)}`,
  }
  const zip = zipOf(Object.entries(files).map(([name, text]) => ({ name, content: Buffer.from(text) })))
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(zip)]), 'export.zip')
  return form
}

const state = async (id: string) => (await site.one<{ state: string }>('select state from bring_over where id = $1', [id])).state
const living = (table: 'customer' | 'contact') => site.number(`select count(*)::int from ${table} where deleted_at is null`)

/** Waits until some of the contacts are as they will all be, and some are not yet. */
const amid = (done: () => Promise<number>) =>
  inTheMiddle(async () => {
    const n = await done()
    return n === 0 ? 'before' : n < CONTACTS ? 'amid' : 'over'
  })

describe('kill -9 in the middle of', () => {
  let id = ''

  it('bringing an export over: each record is there once and linked, nothing is left on the disk', async () => {
    id = await site.posted('bring-overs', { system: 'salesforce' })
    await site.posted(`bring-overs/${id}/files`, exported())
    await site.posted(`bring-overs/${id}/plan`, { settings: {} })
    await ended(() => state(id), 'planned')
    const { folder } = await site.one<{ folder: string }>('select folder from bring_over where id = $1', [id])
    expect(existsSync(folder)).toBe(true)
    await site.posted(`bring-overs/${id}/run`, {})
    await amid(() => living('contact'))
    await site.killAndOpen({ victim: 'both', leases })
    expect([await state(id), (await living('contact')) < CONTACTS]).toEqual(['running', true])
    await ended(() => state(id), 'done', 60)

    expect([await living('customer'), await living('contact')]).toEqual([ACCOUNTS, CONTACTS])
    const imports = await site.rows(`select object, state, (counts->>'new')::int as n from import_job order by created_at, id`)
    expect(imports).toEqual([
      { object: 'customer', state: 'done', n: ACCOUNTS },
      { object: 'customer', state: 'done', n: 0 },
      { object: 'contact', state: 'done', n: CONTACTS },
    ])
    const created = `select count(*)::int as n, count(distinct record)::int as records from event where op = 'create' and object = 'contact'`
    expect(await site.one(created)).toEqual({ n: CONTACTS, records: CONTACTS })
    const astray = await site.rows(
      `select p.id from contact p left join customer c on c.id = p.customer and c.deleted_at is null
       where c.id is null or (substring(p.name from '\\d+'))::int % ${ACCOUNTS} <> (substring(c.name from '\\d+'))::int limit 3`,
    )
    expect(astray).toEqual([])
    expect(await site.number('select count(*)::int from customer where parent is not null')).toBe(ACCOUNTS - 1)
    expect([existsSync(folder), readdirSync(join(folder, '..'))]).toEqual([false, []])
    expect(await site.number('select count(*)::int from notification where id = $1', [id])).toBe(1)
  }, 150_000)

  it('taking it back: every record goes, once', async () => {
    await site.posted(`bring-overs/${id}/undo`, {})
    await amid(async () => CONTACTS - (await living('contact')))
    await site.killAndOpen({ victim: 'node', leases })
    expect(await state(id)).toBe('undoing')
    await ended(() => state(id), 'undone', 60)
    expect([await living('customer'), await living('contact')]).toEqual([0, 0])
    const twice = await site.rows(`select record from event where op = 'delete' group by record having count(*) > 1 limit 3`)
    expect(twice).toEqual([])
  }, 150_000)
})
