import { type Actor, systemActor } from '@perigon/kernel'
import { type House, openHouse } from '@perigon/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { modules } from './modules.ts'

let house: House
const root = systemActor('test')
const NAMES = ['台州一厂', '合肥二厂', '重庆三厂', '阿坝四厂', 'Zeiss', 'abb', 'ABB 2', '上海五厂', '长沙六厂', '北京七厂', '3M']
/** As CLDR orders Chinese: by pinyin, with cities read as they are called (重庆 is chóng), before other scripts. */
const READ = ['3M', '阿坝四厂', '北京七厂', '重庆三厂', '合肥二厂', '上海五厂', '台州一厂', '长沙六厂', 'abb', 'ABB 2', 'Zeiss']

beforeAll(async () => {
  house = await openHouse(modules)
  const made = await house.kernel.write(
    root,
    NAMES.map((name) => ({ object: 'customer', op: 'create', patch: { name } })),
    { cause: { kind: 'api' } },
  )
  const contacts = made.map((each, at) => ({
    object: 'contact',
    op: 'create' as const,
    patch: { name: `人${at}`, customer: each.ok ? each.id : '' },
  }))
  await house.kernel.write(root, contacts, { cause: { kind: 'api' } })
})
afterAll(() => house.close())

type Shown = { readonly [field: string]: unknown }

const named = ({ customer }: Shown): unknown =>
  typeof customer === 'object' && customer !== null && 'title' in customer ? customer.title : null

/** What a list shows from its first page to its last. */
async function paged(
  object: string,
  sort: string,
  { shown, actor = root }: { readonly shown: (record: Shown) => unknown; readonly actor?: Actor },
): Promise<readonly unknown[]> {
  const all: unknown[] = []
  for (let cursor: string | undefined, times = 0; times < 10; times += 1) {
    const query = {
      sort: [sort],
      fields: ['name', ...(object === 'contact' ? ['customer'] : [])],
      limit: 3,
      ...(cursor === undefined ? {} : { cursor }),
    }
    const page = JSON.parse(await house.kernel.list(actor, object, query))
    all.push(...page.data.map(shown))
    if (page.next === null) return all
    cursor = page.next
  }
  throw new Error('it does not end')
}

it('names come in the order of a dictionary, page after page, both ways', async () => {
  const shown = ({ name }: Shown): unknown => name
  expect(await paged('customer', 'name', { shown })).toEqual(READ)
  expect(await paged('customer', '-name', { shown })).toEqual(READ.toReversed())
})

it('and so do the names of what records link to, both ways', async () => {
  expect(await paged('contact', 'customer', { shown: named })).toEqual(READ)
  expect(await paged('contact', '-customer', { shown: named })).toEqual(READ.toReversed())
})

it('which come last where they are not told', async () => {
  const [made] = await house.kernel.write(root, [{ object: 'employee', op: 'create', patch: { name: '苏晴' } }], { cause: { kind: 'api' } })
  const employee = made?.ok === true ? made.id : ''
  const own = ['重庆三厂', 'abb', '阿坝四厂']
  const rows = await house.db.query<{ id: string }>({ text: 'select id from customer where name = any($1)', values: [own] })
  await house.kernel.write(
    root,
    rows.map(({ id }) => ({ object: 'customer', op: 'update', id, patch: { owner: employee } })),
    { cause: { kind: 'api' } },
  )
  const person = { ...root, kind: 'user', id: '01900000-0000-7000-8000-000000000001', admin: false, employee } as const
  const actor: Actor = { ...person, grants: { contact: { read: 'all' }, customer: { read: 'own' } } }
  expect(await paged('contact', 'customer', { shown: named, actor })).toEqual([
    '阿坝四厂',
    '重庆三厂',
    'abb',
    ...NAMES.slice(own.length).map(() => null),
  ])
})

it('pages through keys of which some are blank, however they change from page to page', async () => {
  const commands = Array.from({ length: 23 }, (_, at) => ({
    object: 'product',
    op: 'create' as const,
    patch: {
      name: `件${at % 3}`,
      code: `P${at}`,
      unit: at % 4 === 0 ? null : `只${at % 2}`,
      list_price: at % 5 === 0 ? null : String(at % 6),
    },
  }))
  await house.kernel.write(root, commands, { cause: { kind: 'api' } })
  for (const sort of [['unit', '-list_price'], ['-unit', 'name'], ['list_price', 'unit', '-name'], ['-updated_at']]) {
    const ask = async (limit: number, cursor?: string) =>
      JSON.parse(await house.kernel.list(root, 'product', { sort, fields: ['code'], limit, ...(cursor === undefined ? {} : { cursor }) }))
    const whole = (await ask(200)).data.map((each: { code: string }) => each.code)
    const pages: string[] = []
    for (let next: string | undefined, times = 0; times < 30; times += 1) {
      const page = await ask(2, next)
      pages.push(...page.data.map((each: { code: string }) => each.code))
      if (page.next === null) break
      next = page.next
    }
    expect([sort, pages]).toEqual([sort, whole])
  }
})
