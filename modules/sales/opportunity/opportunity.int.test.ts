import { activities } from '@perigon/activities'
import { catalog } from '@perigon/catalog'
import { customers } from '@perigon/customers'
import { AppError } from '@perigon/contracts'
import { type Actor, systemActor } from '@perigon/kernel'
import { organization } from '@perigon/organization'
import { type House, openHouse, testActor } from '@perigon/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sales, STANDARD_PROCESS } from '../index.ts'

const { stages } = STANDARD_PROCESS
const root = systemActor('test')
let house: House
let seller: Actor

beforeAll(async () => {
  house = await openHouse([organization, customers, catalog, sales, activities])
  const department = await create('department', { name: '华东销售部' })
  const employee = await create('employee', { name: '林晓', department })
  const own = { read: 'own', create: 'own', update: 'own' } as const
  const grants = { customer: own, opportunity: own, stage_history: { read: 'own' } } as const
  seller = { ...testActor, id: await create('user', { login: 'lin', name: '林晓', employee }), employee, grants }
})
afterAll(() => house.close())

async function create(object: string, patch: { readonly [field: string]: unknown }, actor: Actor = root): Promise<string> {
  const [result] = await house.kernel.write(actor, [{ object, op: 'create', patch }], { cause: { kind: 'api' } })
  if (result?.ok !== true) throw result?.error ?? new Error('nothing written')
  return result.id
}

async function read(id: string): Promise<{ readonly [field: string]: unknown }> {
  return JSON.parse((await house.kernel.get(seller, 'opportunity', { id })).body)
}

async function history(id: string): Promise<readonly { readonly name: string; readonly reason: string | null }[]> {
  const filter = { field: 'opportunity', op: 'eq', value: id } as const
  return JSON.parse(await house.kernel.list(seller, 'stage_history', { filter, sort: ['created_at'], fields: ['name', 'reason'] })).data
}

describe('an opportunity on a real database', () => {
  it('lives from the first stage over losing and reopening to a win, with its whole history', async () => {
    const customer = await create('customer', { name: '上海华信精密机械有限公司' }, seller)
    const id = await create('opportunity', { name: '三坐标采购', customer, stage: stages.confirmed, amount: '120000' }, seller)
    expect(await read(id)).toMatchObject({ state: 'open', process: { id: STANDARD_PROCESS.id }, owner: { title: '林晓' } })

    await house.kernel.write(seller, [{ object: 'opportunity', op: 'update', id, patch: { stage: stages.analysed } }], {
      cause: { kind: 'api' },
    })
    house.clock.set('2026-11-26T02:00:00Z')
    await house.kernel.verb(seller, { object: 'opportunity', verb: 'lose', id, params: { loss_reason: 'price', note: '低价竞争' } })
    expect(await read(id)).toMatchObject({ state: 'lost', closed_on: '2026-11-26', days_to_close: 2, loss_reason: 'price' })
    await house.kernel.verb(seller, { object: 'opportunity', verb: 'reopen', id, params: { reason: '客户重新启动' } })
    expect(await read(id)).toMatchObject({ state: 'open', stage: { id: stages.analysed }, reopened_count: 1, closed_on: null })
    await house.kernel.verb(seller, { object: 'opportunity', verb: 'win', id, params: { amount: '110000' } })
    expect(await read(id)).toMatchObject({ state: 'won', amount: { amount: '110000.00' } })

    const rows = await history(id)
    expect(rows.map((row) => row.name)).toEqual([
      '线索确认',
      '线索确认 → 需求分析',
      '需求分析 → 输单',
      '输单 → 需求分析',
      '需求分析 → 赢单',
    ])
    expect(rows.map((row) => row.reason)).toEqual([null, null, '低价竞争', '客户重新启动', null])
  })

  it('keeps its probability when the stage gets another default', async () => {
    const customer = await create('customer', { name: '宁波科丰模具有限公司' }, seller)
    const patch = { name: '影像仪', customer, stage: stages.proposed, amount: '80000', expected_close: '2027-01-31' }
    const id = await create('opportunity', patch, seller)
    await house.kernel.write(root, [{ object: 'sales_stage', op: 'update', id: stages.proposed, patch: { probability: '60' } }], {
      cause: { kind: 'api' },
    })
    await house.kernel.write(seller, [{ object: 'opportunity', op: 'update', id, patch: { next_step: '寄样' } }], {
      cause: { kind: 'api' },
    })
    expect(Number((await read(id))['probability'])).toBe(50)
    const next = await create('opportunity', { ...patch, name: '影像仪二期' }, seller)
    expect(Number((await read(next))['probability'])).toBe(60)
  })

  it('is told at once what a verb lacks and what its write would be refused for', async () => {
    const customer = await create('customer', { name: '常熟鼎新量具有限公司' }, seller)
    const id = await create('opportunity', { name: '高度仪', customer, stage: stages.confirmed, amount: '50000' }, seller)
    const before = await read(id)
    const issues = (verb: string, params: { readonly [key: string]: unknown }) =>
      house.kernel.verb(seller, { object: 'opportunity', verb, id, params }).then(
        () => [],
        (error: unknown) => (error instanceof AppError ? error.issues.map(({ path, code }) => `${path} ${code}`) : error),
      )
    expect(await issues('lose', { closed_on: '2099-01-01' })).toEqual(['loss_reason required', 'closed_on future'])
    expect(await issues('lose', { loss_reason: 'price', closed_on: '2099-01-01' })).toEqual(['closed_on future'])
    expect(await issues('lose', { loss_reason: 'no such', closed_on: 'soon' })).toEqual(['loss_reason option', 'closed_on type'])
    expect(await read(id)).toEqual(before)

    await house.kernel.verb(seller, { object: 'opportunity', verb: 'lose', id, params: { loss_reason: 'price' } })
    // The blank reason is told once, and not as the reason of the stage that it becomes as well.
    expect(await issues('reopen', {})).toEqual(['reason required'])
    expect(await issues('reopen', { return_stage: 'no such' })).toEqual(['reason required', 'return_stage type'])
    expect(await issues('reopen', { return_stage: stages.proposed })).toEqual(['reason required', 'expected_close stage_requires'])
  })

  it('is not closed by a plain edit', async () => {
    const id = await create('opportunity', { name: '直接改阶段', stage: stages.confirmed }, seller)
    const work = house.kernel.write(seller, [{ object: 'opportunity', op: 'update', id, patch: { stage: stages.won } }], {
      cause: { kind: 'api' },
    })
    const error: unknown = await work.catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({ code: 'record.invalid' })
    expect(await read(id)).toMatchObject({ state: 'open', version: 1 })
  })
})
