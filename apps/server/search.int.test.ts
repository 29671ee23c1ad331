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
    ['numericla', 'Siemens Numerical Control'],
  ])('%s finds %s', async (q, name) => {
    expect(await find(q)).toEqual([name])
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

  it('makes old search texts anew, once', async () => {
    await house.kernel.db.query(`update customer set search_text = lower(name) where name like '重庆%'`)
    await house.kernel.db.query('delete from search_state')
    expect(await find('cqrd')).toEqual([])
    while ((await refreshSearchOnce(house.kernel)) > 0);
    expect(await find('cqrd')).toEqual(['重庆瑞德仪表有限公司'])
    expect(await refreshSearchOnce(house.kernel)).toBe(0)
  })
})
