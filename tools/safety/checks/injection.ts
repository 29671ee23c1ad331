import { type Answer, type Caller, listAt, type Question } from '../caller.ts'
import { type Check, judge, type World } from '../check.ts'

const SLOW_MS = 1500

/** Texts that end a name or a literal and go on as SQL. */
const SQL: readonly string[] = [
  "'",
  '"',
  '`',
  "';--",
  '";--',
  "' or '1'='1",
  "' or 1=1--",
  '" or 1=1--',
  "') or ('1'='1",
  '1;select pg_sleep(3)',
  "';select pg_sleep(3)--",
  "'||pg_sleep(3)||'",
  '(select pg_sleep(3))',
  'name,(select pg_sleep(3))',
  'name; drop table customer',
  'name desc; drop table customer--',
  'name union select hash from credential',
  "' union select hash::text from credential--",
  "name' asc",
  'name"',
  'name"."id',
  'name desc nulls first',
  'case when (select 1)=1 then name end',
  '1)',
  '(1',
  '\\',
  "\\'",
  "\\'; select 1--",
  '$1',
  '$$',
  '$a$x$a$',
  '%',
  '%_',
  '_',
  '\\%',
  '/**/',
  '/*',
  '--',
  ';',
  "E'\\''",
  "U&'\\0027'",
  'ʼ or 1=1',
  '＇ or 1=1',
  'name\u0000',
  '\u0000',
  "\u0000'",
  '\ud800',
  '𝒳',
  '\u202e',
  'a'.repeat(10_000),
  '{{7*7}}',
  '${7*7}',
  '../../etc/passwd',
  'null',
  'undefined',
  '[object Object]',
  '-',
  '--name',
  '+name',
  ' name',
  'name ',
  'name.',
  '.name',
  '..',
  'owner.owner.owner.owner.owner.owner',
  'customer.',
  'constructor',
  '__proto__',
  'toString',
  'hasOwnProperty',
  'prototype',
  'pg_catalog.pg_user',
  'xmin',
  'ctid',
  'tableoid',
  'id::text',
  'search_text',
]

type Place = { readonly name: string; readonly ask: (text: string) => Omit<Question, 'headers'>; readonly kind: 'name' | 'value' }

const get = (path: string): Omit<Question, 'headers'> => ({ method: 'GET', path })
const post = (path: string, body: unknown): Omit<Question, 'headers'> => ({ method: 'POST', path, body })
const url = (text: string): string => (text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80')
const LIST = '/api/v1/customers'
const condition = (part: object): string => url(JSON.stringify({ field: 'name', op: 'eq', value: 'x', ...part }))

/** Every place of the reading doors where a caller's text ends up near SQL. */
const PLACES: readonly Place[] = [
  { name: 'sort', kind: 'name', ask: (text) => get(`${LIST}?sort=${url(text)}`) },
  { name: 'fields', kind: 'name', ask: (text) => get(`${LIST}?fields=${url(text)}`) },
  { name: 'filter field', kind: 'name', ask: (text) => get(`${LIST}?filter=${condition({ field: text })}`) },
  { name: 'filter operator', kind: 'name', ask: (text) => get(`${LIST}?filter=${condition({ op: text })}`) },
  { name: 'filter value', kind: 'value', ask: (text) => get(`${LIST}?filter=${condition({ value: text })}`) },
  { name: 'filter contains', kind: 'value', ask: (text) => get(`${LIST}?filter=${condition({ op: 'contains', value: text })}`) },
  { name: 'filter list', kind: 'value', ask: (text) => get(`${LIST}?filter=${condition({ op: 'in', value: [text, text] })}`) },
  { name: 'filter of a link', kind: 'value', ask: (text) => get(`${LIST}?filter=${condition({ field: 'owner', value: text })}`) },
  {
    name: 'filter of a number',
    kind: 'value',
    ask: (text) => get(`${LIST}?filter=${condition({ field: 'employee_count', value: text })}`),
  },
  {
    name: 'filter of a moment',
    kind: 'value',
    ask: (text) => get(`${LIST}?filter=${condition({ field: 'created_at', op: 'gt', value: text })}`),
  },
  { name: 'has', kind: 'name', ask: (text) => post(`${LIST}/query`, { filter: { has: text } }) },
  {
    name: 'where of has',
    kind: 'name',
    ask: (text) => post(`${LIST}/query`, { filter: { has: 'contacts', where: { field: text, op: 'eq', value: 1 } } }),
  },
  {
    name: 'aggregate condition',
    kind: 'name',
    ask: (text) => post(`${LIST}/query`, { filter: { aggregate: { relation: text, fn: text, field: text }, op: 'gt', value: 1 } }),
  },
  { name: 'search', kind: 'value', ask: (text) => get(`${LIST}?q=${url(text)}`) },
  { name: 'search condition', kind: 'value', ask: (text) => post(`${LIST}/query`, { filter: { search: text } }) },
  { name: 'cursor', kind: 'name', ask: (text) => get(`${LIST}?cursor=${url(text)}`) },
  { name: 'limit', kind: 'name', ask: (text) => get(`${LIST}?limit=${url(text)}`) },
  { name: 'count', kind: 'name', ask: (text) => get(`${LIST}?count=${url(text)}`) },
  { name: 'trash', kind: 'name', ask: (text) => get(`${LIST}?trash=${url(text)}`) },
  { name: 'group', kind: 'name', ask: (text) => post(`${LIST}/aggregate`, { measures: [{ fn: 'count' }], group: [{ field: text }] }) },
  {
    name: 'bucket',
    kind: 'name',
    ask: (text) => post(`${LIST}/aggregate`, { measures: [{ fn: 'count' }], group: [{ field: 'created_at', bucket: text }] }),
  },
  { name: 'measure', kind: 'name', ask: (text) => post(`${LIST}/aggregate`, { measures: [{ fn: text, field: 'annual_revenue' }] }) },
  { name: 'measured field', kind: 'name', ask: (text) => post(`${LIST}/aggregate`, { measures: [{ fn: 'sum', field: text }] }) },
  {
    name: 'sort of groups',
    kind: 'name',
    ask: (text) => post(`${LIST}/aggregate`, { measures: [{ fn: 'count' }], group: [{ field: 'owner' }], sort: [text] }),
  },
  { name: 'object', kind: 'name', ask: (text) => get(`/api/v1/${url(text)}`) },
  { name: 'id', kind: 'name', ask: (text) => get(`${LIST}/${url(text)}`) },
  { name: 'verb', kind: 'name', ask: (text) => post(`${LIST}/01900000-0000-7000-8000-00000000dead/${url(text)}`, {}) },
  { name: 'lookup', kind: 'value', ask: (text) => get(`${LIST}/lookup?q=${url(text)}`) },
  { name: 'global search', kind: 'value', ask: (text) => get(`/api/v1/search?q=${url(text)}`) },
  { name: 'audit object', kind: 'value', ask: (text) => get(`/api/v1/audit?object=${url(text)}`) },
  { name: 'audit actor', kind: 'name', ask: (text) => get(`/api/v1/audit?actor=${url(text)}`) },
  { name: 'audit op', kind: 'name', ask: (text) => get(`/api/v1/audit?op=${url(text)}`) },
  { name: 'audit from', kind: 'value', ask: (text) => get(`/api/v1/audit?from=${url(text)}`) },
  { name: 'history cursor', kind: 'value', ask: (text) => get(`${LIST}/01900000-0000-7000-8000-00000000dead/history?cursor=${url(text)}`) },
  { name: 'export fields', kind: 'name', ask: (text) => get(`${LIST}/export?format=csv&fields=${url(text)}`) },
  { name: 'export sort', kind: 'name', ask: (text) => get(`${LIST}/export?format=csv&fields=name&sort=${url(text)}`) },
  { name: 'export format', kind: 'value', ask: (text) => get(`${LIST}/export?format=${url(text)}&fields=name`) },
  { name: 'record value', kind: 'value', ask: (text) => post('/api/v1/products', { name: text.slice(0, 100) }) },
  { name: 'login', kind: 'value', ask: (text) => post('/api/v1/session', { login: text, password: text }) },
]

/** Names that are none after trimming or splitting: they mean a known field or nothing at all. */
const HARMLESS = new Set(['-', ' name', 'name ', '+name', '.name', 'null', 'ctid'])

function faultOf(place: Place, text: string, { answer, ms }: { readonly answer: Answer; readonly ms: number }): string | null {
  const shown = `${place.name} ${JSON.stringify(text.slice(0, 40))}`
  if (answer.status >= 500) return `${shown}: ${answer.status} ${answer.text.slice(0, 60)}`
  if (ms > SLOW_MS) return `${shown}: took ${Math.round(ms)} ms`
  if (/syntax error|relation "|SQLSTATE|at character/i.test(answer.text)) return `${shown}: the answer tells of SQL`
  if (place.kind === 'name' && answer.status === 200 && !HARMLESS.has(text) && listAt(answer.json, 'data').length > 0)
    return `${shown}: taken as a name`
  return null
}

async function timed(caller: Caller, question: Question): Promise<{ readonly answer: Answer; readonly ms: number }> {
  const begun = performance.now()
  const broken: Answer = { status: 599, headers: {}, cookies: [], text: 'the answer broke off', json: null }
  const answer = await caller.ask(question).catch(() => broken)
  return { answer, ms: performance.now() - begun }
}

async function tables(world: World): Promise<string> {
  const rows = await world.sql(`select count(*)::text as n from pg_tables where schemaname = 'public'`)
  return String(rows[0]?.['n'])
}

/** Our own corpus at every parameter that reaches SQL; sqlmap does the same with its own. */
export const sqlCorpus: Check = {
  id: 'S030',
  title: 'SQL in names, sorts, filters, searches, measures, cursors and values',
  run: async (world) => {
    const findings: string[] = []
    const before = await tables(world)
    for (const place of PLACES) {
      for (const text of SQL) {
        const fault = faultOf(place, text, await timed(world.admin, place.ask(text)))
        if (fault !== null) findings.push(fault)
      }
      await world.sql('delete from login_failure')
    }
    if ((await tables(world)) !== before) findings.push('a table came or went')
    return judge(findings, `${SQL.length} texts at ${PLACES.length} places`)
  },
}
