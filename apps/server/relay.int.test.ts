import { newId } from '@perigon/contracts'
import { createDatabase } from '@perigon/db'
import { relayOnce, type Subscriber, systemActor } from '@perigon/kernel'
import { type House, openHouse } from '@perigon/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modules } from './modules.ts'

let house: House
const root = systemActor('test')

beforeAll(async () => {
  house = await openHouse(modules)
})
afterAll(() => house.close())

async function create(object: string, patch: Record<string, unknown>): Promise<string> {
  const [result] = await house.kernel.write(root, [{ object, op: 'create', patch }], { cause: { kind: 'api' } })
  return result?.ok === true ? result.id : ''
}

/** Until the horizon has passed: transactions of other databases on the same server hold it back as well. */
async function drain(subscriber: Subscriber): Promise<void> {
  const before = await house.db.query<{ horizon: string }>('select pg_current_xact_id()::text as horizon')
  for (;;) {
    const read = await relayOnce(house.kernel, subscriber)
    const now = await house.db.query<{ passed: boolean }>({
      text: 'select pg_snapshot_xmin(pg_current_snapshot()) > $1::xid8 as passed',
      values: [before[0]?.horizon],
    })
    if (read === 0 && now[0]?.passed === true) return
    if (read === 0) await new Promise((done) => setTimeout(done, 20))
  }
}

function recorder(name: string): Subscriber & { readonly seen: string[] } {
  const seen: string[] = []
  return { name, objects: ['customer'], seen, handle: async (events) => void seen.push(...events.map((event) => event.record)) }
}

describe('the relay', () => {
  it('skips no transaction that took its number early and committed late', async () => {
    const subscriber = recorder('test.horizon')
    await drain(subscriber)
    const slow = createDatabase({ url: house.db.url, max: 1 })
    const early = newId()
    let commit: () => void = () => undefined
    const gate = new Promise<void>((done) => {
      commit = done
    })
    let written: () => void = () => undefined
    const started = new Promise<void>((done) => {
      written = done
    })
    const late = slow.transaction(async (tx) => {
      await house.kernel.write(root, [{ object: 'customer', op: 'create', id: early, patch: { name: '先取号后提交' } }], {
        cause: { kind: 'api' },
        tx,
      })
      written()
      await gate
    })
    await started
    const second = await create('customer', { name: '后取号先提交' })
    // Our own open transaction is the horizon now, so there is nothing to wait for.
    for (let round = 0; round < 5; round += 1) await relayOnce(house.kernel, subscriber)
    expect(subscriber.seen).toEqual([])
    commit()
    await late
    await drain(subscriber)
    expect(subscriber.seen).toEqual([early, second])
    await slow.close()
  })

  it('gives a batch again when its work failed, and never twice when it succeeded', async () => {
    const id = await create('customer', { name: '重试' })
    let attempts = 0
    const seen: string[] = []
    const failing: Subscriber = {
      name: 'test.retry',
      objects: ['customer'],
      handle: async (events) => {
        attempts += 1
        if (attempts === 1) throw new Error('not now')
        seen.push(...events.map((event) => event.record))
      },
    }
    await expect(drain(failing)).rejects.toThrow('not now')
    await drain(failing)
    await drain(failing)
    expect(seen.filter((record) => record === id)).toHaveLength(1)
  })

  it('hands over what a subscriber wants, and steps over the rest', async () => {
    const seen: string[] = []
    const subscriber: Subscriber = {
      name: 'test.wants',
      objects: ['customer'],
      only: { ops: ['update', 'delete'], changed: ['phone', 'short_name'] },
      handle: async (events) => void seen.push(...events.map(({ op, changes }) => `${op} ${Object.keys(changes).sort().join()}`)),
    }
    await drain(subscriber)
    seen.length = 0
    const id = await create('customer', { name: '挑着听' })
    for (const patch of [
      { description: '不听' },
      { phone: '021-60000001' },
      { description: '也不听' },
      { short_name: '挑', description: '听' },
    ])
      await house.kernel.write(root, [{ object: 'customer', op: 'update', id, patch }], { cause: { kind: 'api' } })
    await house.kernel.write(root, [{ object: 'customer', op: 'delete', id }], { cause: { kind: 'api' } })
    await house.kernel.write(root, [{ object: 'customer', op: 'restore', id }], { cause: { kind: 'api' } })
    await drain(subscriber)
    expect(seen.filter((line) => !line.includes('completeness'))).toEqual(['update description,short_name', 'delete '])
    expect(seen).toHaveLength(3)
    // It goes on behind all of it.
    expect(await relayOnce(house.kernel, subscriber)).toBe(0)
  })
})

describe('what follows the log', () => {
  const subscriber = (name: string): Subscriber => {
    const found = modules.flatMap((module) => module.subscribers ?? []).find((candidate) => candidate.name === name)
    if (found === undefined) throw new Error(name)
    return found
  }

  it('last contact is the newest finished interaction, also after one is moved or deleted', async () => {
    const [a, b] = [await create('customer', { name: '联系甲' }), await create('customer', { name: '联系乙' })]
    const early = await create('interaction', { type: 'call', at: '2026-11-01T02:00:00Z', customer: a, status: 'done', subject: '一' })
    const late = await create('interaction', { type: 'visit', at: '2026-11-20T02:00:00Z', customer: a, status: 'done', subject: '二' })
    const last = async (id: string): Promise<unknown> =>
      JSON.parse((await house.kernel.get(root, 'customer', { id, fields: ['last_contact_at'] })).body).last_contact_at
    await drain(subscriber('activities.last_contact'))
    expect(await last(a)).toBe('2026-11-20T02:00:00+00:00')
    await house.kernel.write(root, [{ object: 'interaction', op: 'update', id: late, patch: { customer: b } }], { cause: { kind: 'api' } })
    await drain(subscriber('activities.last_contact'))
    expect([await last(a), await last(b)]).toEqual(['2026-11-01T02:00:00+00:00', '2026-11-20T02:00:00+00:00'])
    await house.kernel.write(root, [{ object: 'interaction', op: 'delete', id: early }], { cause: { kind: 'api' } })
    await drain(subscriber('activities.last_contact'))
    expect(await last(a)).toBeNull()
    expect(JSON.parse((await house.kernel.get(root, 'customer', { id: a })).body).version).toBe(1)
  })
})
