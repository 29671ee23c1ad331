import { type Caller, listAt, textAt } from '../caller.ts'
import { type Check, judge, type Verdict, type World } from '../check.ts'
import { sameTime } from '../timing.ts'

const ROUNDS = 1000
const ABSENT = '01900000-0000-7000-8000-00000000dead'
const SECRET = '赪霞驿站'
const NOWHERE = '赪霜驿站'

async function firstCustomer(world: World): Promise<string> {
  const page = await world.admin.ask({ method: 'POST', path: '/api/v1/customers/query', body: { limit: 200, fields: [] } })
  const ids = listAt(page.json, 'data').map((record) => textAt(record, 'id'))
  const rep = world.people[0]
  for (const id of ids) if ((await rep?.ask({ method: 'GET', path: `/api/v1/customers/${id}` }))?.status === 404) return id
  throw new Error('every customer is seen by everybody')
}

/** Somebody else's record takes as long to be refused as one that was never there. */
export const absentTiming: Check = {
  id: 'S001t',
  title: 'timing of a record, foreign against absent',
  run: async (world) => {
    const foreign = await firstCustomer(world)
    const get = (id: string) =>
      world.people[0]?.ask({ method: 'GET', path: `/api/v1/customers/${id}` }) ?? Promise.reject(new Error('nobody'))
    return sameTime({ names: ['foreign', 'absent'], rounds: ROUNDS, left: () => get(foreign), right: () => get(ABSENT) })
  },
}

/** A login that sees all customers but not their short names. */
async function blindReader(world: World): Promise<Caller> {
  const key = `blind_${Date.now()}`
  const make = async (path: string, body: object): Promise<string> =>
    textAt((await world.admin.ask({ method: 'POST', path, body })).json, 'id')
  const rights = { grants: { customer: { read: 'all' } }, field_rights: { customer: { short_name: 'hidden' } } }
  await make('/api/v1/roles', { name: key, key, ...rights })
  const password = 'Blind-Heron-Meadow-41'
  const user = await make('/api/v1/users', { login: key, name: key, roles: [key], locale: 'en-US' })
  await world.admin.ask({ method: 'POST', path: `/api/v1/users/${user}/password`, body: { password } })
  return world.enter({ login: key, password })
}

/** What a hidden field holds shows neither in an answer nor in how long it takes. */
export const hiddenTiming: Check = {
  id: 'S008',
  title: 'a hidden field, guessed by search, filter, sort and group, and by time',
  run: async (world): Promise<Verdict> => {
    await world.admin.ask({ method: 'POST', path: '/api/v1/customers', body: { name: '无线索客户', short_name: SECRET } })
    const reader = await blindReader(world)
    const search = (text: string) => reader.ask({ method: 'GET', path: `/api/v1/search?q=${encodeURIComponent(text)}` })
    const query = (body: object) => reader.ask({ method: 'POST', path: '/api/v1/customers/query', body })
    const findings: string[] = []
    const seen = await world.admin.ask({ method: 'GET', path: `/api/v1/search?q=${encodeURIComponent(SECRET)}` })
    if (!seen.text.includes('无线索客户')) findings.push('the administrator does not find the planted record: the check shows nothing')
    const [hit, miss] = [await search(SECRET), await search(NOWHERE)]
    if (hit.text.replaceAll(SECRET, NOWHERE) !== miss.text) findings.push('search answers differently for a value of the hidden field')
    for (const body of [
      { filter: { field: 'short_name', op: 'eq', value: SECRET } },
      { sort: ['short_name'] },
      { fields: ['short_name'] },
    ]) {
      const { status } = await query(body)
      if (status !== 400) findings.push(`${JSON.stringify(body)} answers ${status}`)
    }
    const listed = (text: string) => query({ q: text, limit: 10, fields: ['name'] })
    if ((await listed(SECRET)).text !== (await listed(NOWHERE)).text) findings.push('the list’s search answers differently')
    const time = await sameTime({
      names: ['held', 'not held'],
      rounds: ROUNDS,
      left: () => search(SECRET),
      right: () => search(NOWHERE),
    })
    return judge([...findings, ...time.findings], time.detail)
  },
}
