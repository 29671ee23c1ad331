import type { Question } from '../caller.ts'
import { type Check, judge, type World } from '../check.ts'

const LIMIT_MS = 2000
const LIST = '/api/v1/customers'

const raw = (payload: string, path = LIST): Question => ({ method: 'POST', path, raw: { type: 'application/json', payload } })
const query = (body: unknown): Question => ({ method: 'POST', path: `${LIST}/query`, body })
const leaf = { field: 'name', op: 'eq', value: 'x' }

function deep(depth: number, wrap: (inner: unknown) => unknown): unknown {
  let tree: unknown = leaf
  for (let index = 0; index < depth; index += 1) tree = wrap(tree)
  return tree
}

const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index))

/** Bodies and queries made to cost the server more than the caller. */
const BOMBS: readonly (readonly [string, () => Question])[] = [
  ['100,000 brackets', () => raw('['.repeat(100_000) + ']'.repeat(100_000))],
  ['100,000 nested objects', () => raw('{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000))],
  ['100,000 keys', () => raw(`{${many(100_000, (index) => `"k${index}":1`).join(',')}}`)],
  ['one key 100,000 times', () => raw(`{${many(100_000, () => '"name":"x"').join(',')}}`)],
  ['a number of 500,000 digits', () => raw(`{"name":"x","employee_count":${'9'.repeat(500_000)}}`)],
  ['a power of ten beyond all', () => raw('{"name":"x","employee_count":1e999999}')],
  ['escapes only', () => raw(`{"name":"${'\\u0041'.repeat(150_000)}"}`)],
  ['a filter 50 deep', () => query({ filter: deep(50, (inner) => ({ not: inner })) })],
  ['a filter 1,000 deep', () => query({ filter: deep(1000, (inner) => ({ and: [inner] })) })],
  ['a filter of 500 parts', () => query({ filter: { and: many(500, () => leaf) } })],
  ['a filter of 20,000 parts', () => query({ filter: { or: many(20_000, () => leaf) } })],
  ['has in has in has', () => query({ filter: deep(30, (inner) => ({ has: 'contacts', where: inner })) })],
  ['10,000 ids', () => query({ filter: { field: 'id', op: 'in', value: many(10_000, () => '01900000-0000-7000-8000-00000000dead') } })],
  ['100,000 sorts', () => query({ sort: many(60_000, () => 'name') })],
  ['10,000 fields', () => query({ fields: many(10_000, () => 'owner.name') })],
  ['a page of a million', () => query({ limit: 1_000_000 })],
  ['a search of 100 kB', () => query({ q: '长'.repeat(100_000) })],
  ['a search of 3,000 words', () => query({ q: many(3000, (index) => `w${index}`).join(' ') })],
  ['a path of 4,000 links', () => query({ fields: [many(4000, () => 'parent').join('.')] })],
  [
    '1,000 measures',
    () => ({ method: 'POST', path: `${LIST}/aggregate`, body: { measures: many(1000, () => ({ fn: 'sum', field: 'annual_revenue' })) } }),
  ],
  [
    '10,000 operations in a batch',
    () => ({ method: 'POST', path: `${LIST}/batch`, body: { operations: many(10_000, () => ({ op: 'create', data: {} })) } }),
  ],
  ['1,000 query parameters', () => ({ method: 'GET', path: `${LIST}?${many(1000, (index) => `p${index}=1`).join('&')}` })],
  ['a bracketed query', () => ({ method: 'GET', path: `${LIST}?filter[__proto__][x]=1&filter[a][b][c][d]=1` })],
]

/** While one caller throws, another asks for its health: the longest wait tells whether the one thread was held up. */
async function throwOne(world: World, [name, make]: (typeof BOMBS)[number]): Promise<readonly string[]> {
  const findings: string[] = []
  const begun = performance.now()
  const thrown = world.admin.ask(make())
  const bystander = world.nobody.ask({ method: 'GET', path: '/healthz' }).then(() => performance.now() - begun)
  const answer = await thrown
  const ms = performance.now() - begun
  if (answer.status >= 500) findings.push(`${name}: ${answer.status} ${answer.text.slice(0, 80)}`)
  if (ms > LIMIT_MS) findings.push(`${name}: took ${Math.round(ms)} ms`)
  const waited = await bystander
  if (waited > LIMIT_MS) findings.push(`${name}: others waited ${Math.round(waited)} ms`)
  return findings
}

/** Deep, wide and endless input is refused or answered quickly. */
export const jsonBombs: Check = {
  id: 'S075',
  title: 'JSON bombs and queries without measure',
  run: async (world) => {
    const findings: string[] = []
    for (const bomb of BOMBS) findings.push(...(await throwOne(world, bomb)))
    return judge(findings, `${BOMBS.length} bombs, each below ${LIMIT_MS} ms`)
  },
}

const REGEX: readonly string[] = [
  `${'a'.repeat(50_000)}!`,
  `${'1'.repeat(50_000)}x`,
  `${'a.'.repeat(25_000)}@`,
  `a@${'a.'.repeat(25_000)}`,
  `http://${'a.'.repeat(25_000)}`,
  ' '.repeat(50_000),
  `${'\t\n'.repeat(20_000)}x`,
  `+86${' -'.repeat(25_000)}`,
  `${'(a+)+'.repeat(2000)}$`,
  `（${'公司'.repeat(20_000)}`,
  '有限'.repeat(20_000),
  '%'.repeat(40_000),
  `2026-${'0'.repeat(50_000)}`,
]
const REGEX_MS = 700

/** Long texts that make careless patterns run for ever, into every field of every object and every search. */
export const regexBombs: Check = {
  id: 'S074',
  title: 'regular-expression bombs into every field',
  run: async (world) => {
    const findings: string[] = []
    let tried = 0
    const attempt = async (where: string, question: Question): Promise<void> => {
      const begun = performance.now()
      const answer = await world.admin.ask(question)
      const ms = performance.now() - begun
      tried += 1
      if (answer.status >= 500 || ms > REGEX_MS) findings.push(`${where}: ${answer.status} after ${Math.round(ms)} ms`)
    }
    for (const object of world.paths.objects.filter((candidate) => candidate.creatable)) {
      for (const text of REGEX) {
        const body = Object.fromEntries([...object.input.keys()].map((field) => [field, text]))
        if (JSON.stringify(body).length < 1_000_000)
          await attempt(`${object.path}, all fields`, { method: 'POST', path: `/api/v1/${object.path}`, body })
        else
          for (const field of object.input.keys())
            await attempt(`${object.path}.${field}`, { method: 'POST', path: `/api/v1/${object.path}`, body: { [field]: text } })
      }
    }
    for (const text of REGEX) {
      await attempt('search', query({ q: text }))
      await attempt('filter', query({ filter: { field: 'name', op: 'contains', value: text } }))
      await attempt('login', { method: 'POST', path: '/api/v1/session', body: { login: text.slice(0, 40_000), password: 'x' } })
      await world.sql('delete from login_failure')
    }
    return judge(findings, `${tried} texts of up to 50,000 characters, each below ${REGEX_MS} ms`)
  },
}

const POLLUTERS: readonly string[] = [
  '{"__proto__":{"polluted":1},"name":"x"}',
  '{"constructor":{"prototype":{"polluted":1}},"name":"x"}',
  '{"name":"x","a":{"__proto__":{"polluted":1}}}',
  '{"\\u005f_proto__":{"polluted":1},"name":"x"}',
  '{"prototype":{"polluted":1},"name":"x"}',
  '{"name":{"__proto__":{"polluted":1}}}',
]
const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', '__defineGetter__', 'hasOwnProperty']

function polluting(name: string): readonly Question[] {
  const of = (body: unknown, path = `${LIST}/query`): Question => ({ method: 'POST', path, body })
  return [
    of({ fields: [name] }),
    of({ sort: [name] }),
    of({ filter: { field: name, op: 'eq', value: 1 } }),
    of({ filter: { has: name } }),
    of({ measures: [{ fn: name }] }, `${LIST}/aggregate`),
    of({ measures: [{ fn: 'count' }], group: [{ field: name }] }, `${LIST}/aggregate`),
    of({ object: name, id: '01900000-0000-7000-8000-00000000dead' }, '/api/v1/recent'),
    of({ grants: { [name]: { read: 'all' } } }, '/api/v1/roles'),
    of({ object: name, name, mapping: {} }, '/api/v1/import-mappings'),
    { method: 'GET', path: `/api/v1/${name}` },
    { method: 'GET', path: `${LIST}?${name}=1` },
    { method: 'GET', path: `/api/v1/${name}/export?format=csv&fields=${name}` },
    { method: 'POST', path: `${LIST}/01900000-0000-7000-8000-00000000dead/${name}`, body: {} },
  ]
}

/** Keys that reach for the prototype of everything: refused as unknown, never an error of ours, and nothing is changed by them. */
export const pollution: Check = {
  id: 'S042',
  title: 'prototype pollution',
  run: async (world) => {
    const findings: string[] = []
    const questions = [...POLLUTERS.map((text) => raw(text)), ...NAMES.flatMap(polluting)]
    for (const question of questions) {
      const answer = await world.admin.ask(question)
      if (answer.status < 400 || answer.status >= 500)
        findings.push(`${question.method} ${question.path} ${JSON.stringify(question.body ?? question.raw)}: ${answer.status}`)
    }
    if ('polluted' in {}) findings.push('Object.prototype was changed')
    const after = await world.admin.ask({ method: 'GET', path: `${LIST}?limit=1&fields=name` })
    if (after.status !== 200 || after.text.includes('polluted')) findings.push(`a list afterwards: ${after.status}`)
    return judge(findings, `${questions.length} requests`)
  },
}
