import { activities } from '@perigon/activities'
import { catalog } from '@perigon/catalog'
import { systemActor } from '@perigon/kernel'
import { organization } from '@perigon/organization'
import { sales } from '@perigon/sales'
import { type House, openHouse } from '@perigon/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { customers } from '../module.ts'

const root = systemActor('test')
let house: House

beforeAll(async () => {
  house = await openHouse([organization, customers, catalog, sales, activities])
})
afterAll(() => house.close())

async function create(object: string, patch: { readonly [field: string]: unknown }): Promise<string> {
  const [result] = await house.kernel.write(root, [{ object, op: 'create', patch }], { cause: { kind: 'api' } })
  if (result?.ok !== true) throw result?.error ?? new Error('nothing written')
  return result.id
}

it('a contact takes its positions from one employer to the next', async () => {
  const first = await create('customer', { name: '上海华信精密机械有限公司' })
  const second = await create('customer', { name: '宁波科丰模具有限公司' })
  const contact = await create('contact', { name: '周敏', customer: first, title: '采购经理' })
  await house.kernel.verb(root, {
    object: 'contact',
    verb: 'move',
    id: contact,
    params: { customer: second, title: '采购总监', start: '2026-11-01' },
  })

  const filter = { field: 'contact', op: 'eq', value: contact } as const
  const page = await house.kernel.list(root, 'contact_position', {
    filter,
    sort: ['created_at'],
    fields: ['name', 'title', 'end', 'is_primary'],
  })
  expect(JSON.parse(page).data).toMatchObject([
    { name: '周敏 · 上海华信精密机械有限公司', title: '采购经理', end: '2026-11-01', is_primary: false },
    { name: '周敏 · 宁波科丰模具有限公司', title: '采购总监', end: null, is_primary: true },
  ])
  const { body } = await house.kernel.get(root, 'contact', { id: contact })
  expect(JSON.parse(body)).toMatchObject({ title: '采购总监', customer: { id: second } })
})

it('a credit code is stored folded, and taken once', async () => {
  const id = await create('customer', { name: '腾云科技', credit_code: '９１３５０１００ｍ０００１００ｙ４３' })
  expect(JSON.parse((await house.kernel.get(root, 'customer', { id })).body)).toMatchObject({
    credit_code: '91350100M000100Y43',
    name_normalized: '腾云科技',
  })
  await expect(create('customer', { name: '另一家', credit_code: '91350100M000100Y43' })).rejects.toMatchObject({
    issues: [{ path: 'credit_code', code: 'unique_of' }],
  })
})
