import { refreshSearchOnce, systemActor } from '@perigon/kernel'
import { type House, openHouse } from '@perigon/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modules } from './modules.ts'

let house: House
const root = systemActor('test')
const cause = { kind: 'api' } as const
const NAMES = [
  '华夏',
  '华夏中工股份有限公司',
  '苏州华夏精密机械有限公司',
  '重庆瑞德仪表有限公司',
  'Siemens Numerical Control',
  '臺灣大立光電',
  '厚积新材料有限公司',
]

beforeAll(async () => {
  house = await openHouse(modules)
  await house.kernel.write(
    root,
    NAMES.map((name) => ({ object: 'customer', op: 'create', patch: { name } })),
    { cause },
  )
})
afterAll(() => house.close())

async function find(q: string, recent: readonly string[] = []): Promise<readonly string[]> {
  const bodies = await house.kernel.find(root, 'customer', { q, fields: ['name'], limit: 5, recent })
  return bodies.map((body) => JSON.parse(body).name)
}

describe('search', () => {
  it('ranks the whole name before its beginning before its inside', async () => {
    expect(await find('华夏')).toEqual(['华夏', '华夏中工股份有限公司', '苏州华夏精密机械有限公司'])
  })

  it('puts what was opened lately first among equals', async () => {
    const page = JSON.parse(await house.kernel.list(root, 'customer', { q: '有限公司', fields: ['name'] }))
    const late = page.data.find((row: { name: string }) => row.name.startsWith('苏州'))
    expect((await find('有限公司', [late.id]))[0]).toBe(late.name)
    expect((await find('有限公司'))[0]).not.toBe(late.name)
  })

  it.each([
    ['hxzg', '华夏中工股份有限公司'],
    ['huaxiazhonggong', '华夏中工股份有限公司'],
    ['huaxiajing', '苏州华夏精密机械有限公司'],
    ['cqrd', '重庆瑞德仪表有限公司'],
    ['chongqing', '重庆瑞德仪表有限公司'],
    ['rdyb', '重庆瑞德仪表有限公司'],
    ['yibiao', '重庆瑞德仪表有限公司'],
    ['houjixincai', '厚积新材料有限公司'],
    ['台湾大立光电', '臺灣大立光電'],
    ['臺灣', '臺灣大立光電'],
    ['ｓｉｅｍｅｎｓ', 'Siemens Numerical Control'],
    ['siemans', 'Siemens Numerical Control'],
    ['siemnes', 'Siemens Numerical Control'],
    ['numericla', 'Siemens Numerical Control'],
  ])('%s finds %s', async (q, name) => {
    expect(await find(q)).toEqual([name])
  })

  it.each([
    '0512-5555 1286',
    '(0512) 55551286',
    '051255551286',
    '0512-5555',
    '+86 512 5555 1286',
    '0086 512-55551286',
    '55551286',
    '1286',
    '139 1234 9876',
    '139 1234',
    '13912349876',
    'info@yuanhe',
    'yuanhe-motor.example.com',
  ])('finds a customer by %s, as people write it', async (q) => {
    const patch = { name: '远禾电机厂', phone: '0512-55551286', email: 'info@yuanhe-motor.example.com' }
    const person = { name: '周远', mobile: '139 1234 9876' }
    if ((await find('远禾电机厂')).length === 0)
      await house.kernel.write(
        root,
        [
          { object: 'customer', op: 'create', patch },
          { object: 'contact', op: 'create', patch: person },
        ],
        { cause },
      )
    const contacts = await house.kernel.find(root, 'contact', { q, fields: ['name'], limit: 5, recent: [] })
    expect([...(await find(q)), ...contacts.map((body) => JSON.parse(body).name)]).toEqual([q.startsWith('139') ? '周远' : '远禾电机厂'])
  })

  it('takes no code for a telephone number', async () => {
    await house.kernel.write(root, [{ object: 'customer', op: 'create', patch: { name: '0201-001 2026-11-24 号仓库' } }], { cause })
    for (const q of ['0201-001', '2026-11-24']) expect(await find(q)).toEqual(['0201-001 2026-11-24 号仓库'])
  })

  it('tells by pinyin only after what holds the letters themselves', async () => {
    await house.kernel.write(root, [{ object: 'customer', op: 'create', patch: { name: '甲乙HJXCL贸易' } }], { cause })
    expect(await find('hjxcl')).toEqual(['甲乙HJXCL贸易', '厚积新材料有限公司'])
  })

  it.each(["' | 'a", '\\', '%', '_', '~', '^华夏', '=', '<', ':*', '!a & b', '()', "''", '\u0000a'])(
    'takes %j for a text, never for a command',
    async (q) => {
      await expect(find(q)).resolves.toBeInstanceOf(Array)
    },
  )

  it('writes the entry of a record anew when its texts or its owner change, and at no other change', async () => {
    const db = house.kernel.db
    const [created] = await house.kernel.write(root, [{ object: 'customer', op: 'create', patch: { name: '青石轴承有限公司' } }], { cause })
    const id = created?.ok === true ? created.id : ''
    const entry = async (): Promise<unknown> =>
      (await db.query({ text: 'select xmin::text as written, owner from customer_search where id = $1', values: [id] }))[0]
    const update = (ids: readonly string[], patch: { readonly [field: string]: string }): Promise<unknown> =>
      house.kernel.write(
        root,
        ids.map((each) => ({ object: 'customer', op: 'update', id: each, patch })),
        { cause },
      )
    const before = await entry()
    await update([id], { description: '改了说明' })
    expect(await entry()).toEqual(before)
    await update([id], { name: '青石传动有限公司' })
    for (const q of ['青石轴承', '青石传动', 'qscd']) expect(await find(q)).toEqual(['青石传动有限公司'])
    await update([id], { former_names: '' })
    expect([await find('青石轴承'), await find('青石传动')]).toEqual([[], ['青石传动有限公司']])
    const renamed = await entry()
    expect(renamed).not.toEqual(before)
    // The same in a batch, which writes the changed columns only.
    const others = await house.kernel.write(
      root,
      Array.from({ length: 120 }, (_, index) => ({ object: 'customer', op: 'create', patch: { name: `成批第${index}家` } })),
      { cause },
    )
    const ids = [id, ...others.flatMap((other) => (other.ok ? [other.id] : []))]
    await update(ids, { description: '成批改了' })
    expect(await entry()).toEqual(renamed)
    const [employee] = await db.query<{ id: string }>(
      `insert into employee (id, name, number, status) select gen_random_uuid(), '业主', 'YZ1', 'active' returning id`,
    )
    await update(ids, { owner: employee?.id ?? '' })
    expect(await entry()).toMatchObject({ owner: employee?.id })
    await update(ids, { short_name: '青石批' })
    expect(await find('青石批')).toHaveLength(5)
  })

  it('makes old search texts anew, once', async () => {
    await house.kernel.db.query(`update customer set search_text = lower(name) where name like '重庆%'`)
    await house.kernel.db.query('delete from search_state')
    expect(await find('cqrd')).toEqual([])
    while ((await refreshSearchOnce(house.kernel)) > 0);
    expect(await find('cqrd')).toEqual(['重庆瑞德仪表有限公司'])
    expect(await refreshSearchOnce(house.kernel)).toBe(0)
  })
})
