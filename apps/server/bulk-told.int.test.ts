import type { BulkToldChange } from '@perigon/contracts'
import { systemActor } from '@perigon/kernel'
import { signedIn } from '@perigon/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hire, PASSWORD, type Person, startTestServer, type TestServer } from './test-server.fixture.ts'

let server: TestServer
let other: Person
const root = systemActor('test')

beforeAll(async () => {
  server = await startTestServer()
  other = await hire(server, { login: 'other', role: 'sales_rep', department: null })
}, 60_000)
afterAll(() => server.stop())

async function theirTwo(owner: string): Promise<readonly string[]> {
  const commands = ['告知00000', '告知00001'].map((name) => ({ object: 'customer', op: 'create' as const, patch: { name, owner } }))
  const results = await server.kernel.write(root, commands, { cause: { kind: 'system' } })
  return results.flatMap((result) => (result.ok ? [result.id] : []))
}

describe('the history of changes of many records', () => {
  it('tells what each set as the person reads such values today: titles they may read, masked values masked, hidden ones not at all', async () => {
    const grants = { customer: { read: 'own', update: 'own' } }
    const [role] = await server.kernel.write(root, [{ object: 'role', op: 'create', patch: { name: '录入', key: 'bulk_clerk', grants } }], {
      cause: { kind: 'system' },
    })
    const clerk = await hire(server, { login: 'clerk', role: 'bulk_clerk', department: null })
    const theirs = await signedIn(server.http, clerk.login, PASSWORD)
    const another = await signedIn(server.http, other.login, PASSWORD)
    const [id = '', parent = ''] = await theirTwo(clerk.employee)
    const change = async (body: object): Promise<string> =>
      (await theirs.request('POST', '/api/v1/customers/bulk', { ids: [id], ...body })).json().id
    const set = await change({
      verb: 'edit',
      patch: { parent, source: 'referral', phone: '021-5555 0011', website: 'https://told.example.cn', short_name: null },
    })
    const tagged = await change({ verb: 'tag', tags: { field: 'tags', add: ['展会'], remove: ['旧'] } })
    const told = async (): Promise<readonly BulkToldChange[]> => (await theirs.request('GET', '/api/v1/bulk-operations/told')).json().data
    const [last, first] = await told()
    expect(last).toEqual({ id: tagged, values: [], tags: { field: 'tags', add: ['展会'], remove: ['旧'] } })
    expect(first).toMatchObject({ id: set, tags: null })
    expect(Object.fromEntries((first?.values ?? []).map(({ field, value }) => [field, value]))).toEqual({
      parent: { id: parent, title: '告知00001' },
      source: 'referral',
      phone: '+862155550011',
      website: 'https://told.example.cn/',
      short_name: null,
    })
    const field_rights = { customer: { phone: 'masked', website: 'hidden', tags: 'hidden' } }
    const taken = await server.kernel.write(
      root,
      [
        { object: 'role', op: 'update', id: role?.ok === true ? role.id : '', patch: { field_rights } },
        { object: 'customer', op: 'update', id: parent, patch: { owner: other.employee } },
      ],
      { cause: { kind: 'system' } },
    )
    expect(taken.map((each) => each.ok)).toEqual([true, true])
    server.signIn.forget()
    const later = await told()
    expect(later[0]).toEqual({ id: tagged, values: [], tags: null })
    expect(later[1]?.values.map(({ field }) => field).toSorted()).toEqual(['parent', 'phone', 'short_name', 'source'])
    expect(later[1]?.values.find(({ field }) => field === 'parent')?.value).toEqual({ id: parent, title: null })
    expect(JSON.stringify(later)).not.toMatch(/55550011|told\.example|告知00001/)
    expect((await another.request('GET', '/api/v1/bulk-operations/told')).json().data).toEqual([])
  })
})
