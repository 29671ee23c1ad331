import { industrySeeds, regionSeeds } from '@perigon/customers'
import type pg from 'pg'
import type { Request, Versioned, Work } from '../load/protocol.ts'
import type { RawSession } from './children.ts'
import type { Comparison, Side } from './compare.ts'
import type { Login } from './perigon.ts'

/** Columns of the customers' standard view. */
export const COLUMNS = ['name', 'customer_type', 'industry', 'region', 'lifecycle_stage', 'phone', 'owner', 'updated_at'] as const

const INDUSTRIES = industrySeeds.slice(0, 6).map((seed) => seed.id)
const REGIONS = regionSeeds.slice(0, 8).map((seed) => seed.id)
const STAGES = ['target', 'prospect', 'opportunity'] as const
const WORDS = ['华信', '金源', '东宇', '天达', '宏业', '恒泰', '精密', '模具', '自动', '液压'] as const

export type Subjects = {
  readonly rep: RawSession & { readonly login: string }
  /** Customers of the rep, with their versions. */
  readonly own: readonly Versioned[]
}

/** The rep whose number of customers is nearest to the average: neither the busiest nor the newest. */
export async function findSubjects(client: pg.Client): Promise<Subjects> {
  const reps = await client.query<Omit<RawSession, 'departments' | 'shared'> & { login: string }>(
    `select u.login, u.id as user, e.id as employee, e.department, u.name, u.roles from "user" u join employee e on e.id = u.employee
     join (select owner, count(*) as n from customer where deleted_at is null group by owner) c on c.owner = e.id
     where u.login like 'rep%' order by abs(c.n - (select count(*) / count(distinct owner) from customer where deleted_at is null)) limit 1`,
  )
  const rep = reps.rows[0]
  if (rep === undefined) throw new Error('there is no rep; generate the data first')
  const own = await client.query<Versioned>(
    // Scattered over time and in the same order in every run.
    `select id, version from customer where owner = $1 and deleted_at is null order by md5(id::text)`,
    [rep.employee],
  )
  return { rep: { ...rep, ...(await placeOf(client, rep.employee)) }, own: own.rows }
}

/** What is looked up once when somebody signs in: where they stand, and which single records are shared with them. */
async function placeOf(client: pg.Client, employee: string): Promise<Pick<RawSession, 'departments' | 'shared'>> {
  const found = await client.query<Pick<RawSession, 'departments' | 'shared'>>(
    `with recursive home as (
       select department as id from employee where id = $1 and department is not null
       union select in_department from employee_position where employee = $1 and deleted_at is null
         and coalesce(start, '-infinity') <= current_date and coalesce("end", 'infinity') >= current_date
       union select id from department where manager = $1 and deleted_at is null),
     below as (select id from home union select d.id from department d join below b on d.parent = b.id where d.deleted_at is null),
     above as (select id from home union select d.parent from department d join above a on d.id = a.id where d.parent is not null)
     select array(select id from below) as departments, array(
       select s.record::text from record_share s where s.deleted_at is null and coalesce(s.until, 'infinity') >= current_date
         and (s.employee = $1 or s.with_department in (select id from above)
           or s.team in (select team from team_member where employee = $1 and deleted_at is null)
           or s.branch = (select d.branch from employee e join department d on d.id = e.department where e.id = $1))) as shared`,
    [employee],
  )
  return found.rows[0] ?? { departments: [], shared: [] }
}

const get = (path: string): Request => ({ method: 'GET', path })
const cycle = (requests: readonly Request[]): Work => ({ kind: 'cycle', requests })
const post = (path: string, body: unknown): Request => ({ method: 'POST', path, body: JSON.stringify(body) })

type Parties = {
  readonly perigon: { readonly port: number; readonly pid: number }
  readonly raw: { readonly port: number; readonly pid: number }
  readonly rep: Login
  readonly admin: Login
  readonly subjects: Subjects
}

type Pair = {
  readonly key: string
  readonly label: string
  readonly target: number | null
  readonly ours: Work
  readonly theirs: Work
  readonly as?: 'admin'
}

function reads(subjects: Subjects): readonly Pair[] {
  const ids = subjects.own.slice(0, 2000).map((record) => record.id)
  const fields = COLUMNS.join(',')
  const filters = INDUSTRIES.map((industry) => {
    const filter = {
      and: [
        { field: 'industry', op: 'eq', value: industry },
        { field: 'lifecycle_stage', op: 'in', value: STAGES },
      ],
    }
    return {
      ours: get(`/api/v1/customers?fields=${fields}&sort=name&limit=50&filter=${encodeURIComponent(JSON.stringify(filter))}`),
      theirs: get(`/filtered?industry=${industry}&stages=${STAGES.join(',')}`),
    }
  })
  return [
    {
      key: 'get',
      label: 'get by id, all fields',
      target: 0.5,
      ours: cycle(ids.map((id) => get(`/api/v1/customers/${id}`))),
      theirs: cycle(ids.map((id) => get(`/get/${id}`))),
    },
    {
      key: 'list',
      label: 'list of 50, standard view',
      target: 0.5,
      ours: cycle([get(`/api/v1/customers?fields=${fields}&limit=50`)]),
      theirs: cycle([get('/list')]),
    },
    {
      key: 'first-page',
      label: 'list of 50 with capped count, as the screen asks',
      target: null,
      ours: cycle([post('/api/v1/customers/query', { fields: COLUMNS, sort: ['-updated_at'], limit: 50, count: 'capped' })]),
      theirs: cycle([get('/counted')]),
    },
    {
      key: 'filter',
      label: 'list of 50, filter by industry and stage, by name',
      target: null,
      ours: cycle(filters.map((pair) => pair.ours)),
      theirs: cycle(filters.map((pair) => pair.theirs)),
    },
    {
      key: 'search',
      label: 'search of two Chinese characters',
      target: null,
      ours: cycle(WORDS.map((word) => get(`/api/v1/customers?fields=${fields}&limit=50&q=${encodeURIComponent(word)}`))),
      theirs: cycle(WORDS.map((word) => get(`/search?q=${encodeURIComponent(word)}`))),
    },
  ]
}

function aggregates(): readonly Pair[] {
  const body = { measures: [{ fn: 'count' }, { fn: 'sum', field: 'amount' }], group: [{ field: 'stage' }] }
  return [
    {
      key: 'aggregate',
      label: 'opportunities by stage, own',
      target: null,
      ours: cycle([post('/api/v1/opportunities/aggregate', body)]),
      theirs: cycle([get('/aggregate')]),
    },
    {
      key: 'aggregate-all',
      label: 'opportunities by stage, all',
      target: null,
      as: 'admin',
      ours: cycle([post('/api/v1/opportunities/aggregate', body)]),
      theirs: cycle([get('/aggregate-all')]),
    },
  ]
}

function writes(subjects: Subjects, next: number): readonly Pair[] {
  const create = (path: string, from: number): Work => ({ kind: 'create', path, next: from, industries: INDUSTRIES, regions: REGIONS })
  const changed = subjects.own.slice(0, 1600)
  const half = changed.length >> 1
  return [
    {
      key: 'create',
      label: 'create with history and event',
      target: 0.35,
      ours: create('/api/v1/customers', next),
      theirs: create('/create', next + 5_000_000),
    },
    {
      key: 'update',
      label: 'update of one field with history and event',
      target: null,
      ours: { kind: 'update', path: '/api/v1/customers', records: changed.slice(0, half) },
      theirs: { kind: 'update', path: '/update', records: changed.slice(half) },
    },
  ]
}

/** Everything that is measured against the baseline. `next` is a number no customer's credit code was made of yet. */
export function comparisonsOf(parties: Parties, next: number): readonly Comparison[] {
  const side = (work: Work, to: { readonly port: number; readonly pid: number }, login: Login): Side => ({
    ...to,
    headers: login.headers,
    work,
  })
  return [...reads(parties.subjects), ...aggregates(), ...writes(parties.subjects, next)].map(
    ({ key, label, target, ours, theirs, as }) => {
      const login = as === 'admin' ? parties.admin : parties.rep
      return { key, label, target, perigon: side(ours, parties.perigon, login), raw: side(theirs, parties.raw, login) }
    },
  )
}
