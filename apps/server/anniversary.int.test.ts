import { AppError, type Condition } from '@perigon/contracts'
import { type Actor, systemActor } from '@perigon/kernel'
import { type House, openHouse } from '@perigon/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modules } from './modules.ts'

let house: House
const root = systemActor('test')
const ALL = { read: 'all', update: 'all', export: 'all', create: 'all', delete: 'all' } as const
const clerk = (fields: Actor['fields']): Actor => ({
  ...root,
  kind: 'user',
  id: '01900000-0000-7000-8000-000000000001',
  admin: false,
  unmask: false,
  grants: { '*': ALL },
  fields,
})

const PEOPLE = 2000

beforeAll(async () => {
  house = await openHouse(modules)
  // Births of 75 years, every day of the year among them, 29 February many times, and people who told nobody.
  await house.db.query(
    `insert into contact (id, name, birthday, status, created_at, updated_at)
     select gen_random_uuid(), 'P' || n,
            case when n % 11 = 0 then null when n % 13 = 0 then make_date(1944 + (n % 18) * 4, 2, 29) else date '1940-01-01' + (n * 7919 % 27000) end,
            'active', now(), now()
     from generate_series(1, ${PEOPLE}) n`,
  )
  await house.db.query('analyze contact')
})
afterAll(() => house.close())

async function names(filter: Condition): Promise<readonly string[]> {
  const all: string[] = []
  let cursor: string | null = null
  do {
    const page: { data: { name: string }[]; next: string | null } = JSON.parse(
      await house.kernel.list(root, 'contact', { filter, fields: ['name'], limit: 200, ...(cursor === null ? {} : { cursor }) }),
    )
    all.push(...page.data.map(({ name }) => name))
    cursor = page.next
  } while (cursor !== null)
  return all.toSorted()
}

const has = (value: readonly [string, string]): Condition => ({ field: 'birthday', op: 'anniversary_within', value: [...value] })

/** The same by plain SQL: the day each has in each year around, as PostgreSQL adds years (29 February becomes the 28th). */
async function plainly(from: string, to: string): Promise<readonly string[]> {
  const rows = await house.db.query<{ name: string }>({
    text: `select c.name from contact c where c.birthday is not null and exists (
             select 1 from generate_series(1, 130) y where (c.birthday + make_interval(years => y))::date between $1::date and $2::date)`,
    values: [from, to],
  })
  return rows.map(({ name }) => name).toSorted()
}

describe('the day of the year of a date', () => {
  it.each([
    ['2026-11-30', '2026-11-30'],
    ['2026-11-30', '2026-12-07'],
    ['2026-12-28', '2027-01-04'],
    ['2027-02-26', '2027-02-28'],
    ['2027-02-28', '2027-03-01'],
    ['2028-02-28', '2028-02-28'],
    ['2028-02-29', '2028-02-29'],
    ['2027-03-01', '2027-03-01'],
    ['2026-12-20', '2027-02-28'],
    ['2027-03-01', '2028-02-28'],
    ['2026-01-01', '2026-12-31'],
    ['2026-06-01', '2027-09-01'],
  ] as const)('within %s and %s is what plain SQL finds', async (from, to) => {
    const found = await names(has([from, to]))
    expect(found).toEqual(await plainly(from, to))
    expect(found.length).toBeGreaterThan(0)
  })

  it('is nobody’s who told none, also turned round', async () => {
    const all = await names({ not: has(['2026-01-01', '2027-12-31']) })
    const none = await house.db.query<{ n: number }>('select count(*)::int as n from contact where birthday is null')
    expect(all).toHaveLength(none[0]?.n ?? 0)
  })

  it('is refused, naming the field, where the value is no period and no two days', async () => {
    for (const value of [7, '2026-01-01', ['2026-01-01'], ['2026-02-30', '2026-03-01'], { period: 'ever' }]) {
      const condition: Condition = { field: 'birthday', op: 'anniversary_within', value }
      await expect(names(condition)).rejects.toMatchObject({ code: 'query.value', data: { field: 'birthday' } })
    }
    await expect(names({ field: 'created_at', op: 'anniversary_within', value: { period: 'today' } })).rejects.toMatchObject({
      code: 'query.operator',
    })
    await expect(names({ field: 'name', op: 'anniversary_within', value: { period: 'today' } })).rejects.toMatchObject({
      code: 'query.operator',
    })
  })

  it('is asked by nobody from whom the birthday is hidden or masked, neither by a path nor behind a relation', async () => {
    const within: Condition = { field: 'birthday', op: 'anniversary_within', value: { period: 'next_n_days', n: 8 } }
    const codeOf = async (object: string, filter: Condition, right: 'hidden' | 'masked'): Promise<string> => {
      try {
        await house.kernel.list(clerk({ contact: { birthday: right } }), object, { filter, fields: [] })
        return 'told'
      } catch (error) {
        return error instanceof AppError ? error.code : String(error)
      }
    }
    const behind: Condition = { has: 'contacts', where: within }
    const along: Condition = { ...within, field: 'contact.birthday' }
    for (const [object, filter] of [
      ['contact', within],
      ['customer', behind],
      ['interaction', along],
    ] as const) {
      expect(await codeOf(object, filter, 'hidden')).toBe('query.unknown_field')
      expect(await codeOf(object, filter, 'masked')).toBe('query.masked')
    }
  })

  it('costs no more where there are more people: an index knows it', async () => {
    await house.db.query(
      `insert into contact (id, name, birthday, status, created_at, updated_at)
       select gen_random_uuid(), 'Q' || n, date '1950-01-01' + (n * 7919 % 20000), 'active', now(), now() from generate_series(1, 40000) n`,
    )
    await house.db.query('analyze contact')
    const uses = async (): Promise<number> => {
      await names(has(['2026-12-28', '2027-01-04']))
      const rows = await house.db.query<{ n: number }>(
        `select idx_scan::int as n from pg_stat_user_indexes where indexrelname = 'contact_birthday_day_idx'`,
      )
      return rows[0]?.n ?? 0
    }
    const before = await uses()
    await expect.poll(uses, { timeout: 20_000, interval: 500 }).toBeGreaterThan(before)
  })
})
