import { parseArgs } from 'node:util'
import { systemClock } from '@perigon/contracts'
import { createDatabase, type Database, migrate } from '@perigon/db'
import { startEmbedded } from '@perigon/db/embedded'
import { applySeeds, createKernel, type Kernel, objectOf, refreshSearchOnce } from '@perigon/kernel'
import { createSignIn, setUp } from '@perigon/organization'
import type pg from 'pg'
import { modules } from '../apps/server/modules.ts'
import { migrationsDir } from '../apps/server/template.ts'
import { ADMIN, PASSWORD } from './account.ts'
import { interactions, tasks } from './company/activities.ts'
import { type Chance, createChance } from './company/chance.ts'
import { type ContactFacts, contacts, type CustomerFacts, customers, positions } from './company/customers.ts'
import { type Image, withLast } from './company/image.ts'
import { type Company, createPeople } from './company/people.ts'
import { opportunities, type OpportunityFacts, stageHistory } from './company/sales.ts'
import { loadEvents, loadTable, openLoader } from './store/load.ts'

type Load = (object: string, images: Iterable<Image>) => Promise<void>

const say = (line: string): void => console.log(line)

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const from = performance.now()
  const result = await work()
  say(`  ${what}  ${((performance.now() - from) / 1000).toFixed(1)} s`)
  return result
}

/** A migrated database with company, administrator, departments and people; every person has the same password. */
async function prepareCompany(db: Database, kernel: Kernel, input: { readonly chance: Chance; readonly people: number }): Promise<Company> {
  await applySeeds(kernel)
  const signIn = createSignIn({ db, clock: systemClock, note: kernel.note })
  await setUp({ kernel, signIn }, { company: '周全基准测试公司', locale: 'zh-CN', login: ADMIN, name: '管理员', password: PASSWORD })
  const company = await createPeople(kernel, input)
  await db.query(
    'insert into credential (user_id, hash) select u.id, c.hash from "user" u cross join (select hash from credential limit 1) c on conflict do nothing',
  )
  return company
}

/** Goes through records for the facts they leave behind. */
function learn(images: Iterable<Image>): void {
  for (const _ of images);
}

/**
 * Each kind of record has a generator of its own, so that it can be run twice: first for what others need to know of
 * it, and once more when the interactions have told when each was last spoken with.
 */
async function loadRecords(load: Load, input: { readonly count: number; readonly seed: number; readonly company: Company }): Promise<void> {
  const { count, seed, company } = input
  const facts = { customers: new Array<CustomerFacts>(), contacts: new Array<ContactFacts>(), opportunities: new Array<OpportunityFacts>() }
  const everyCustomer = (into: CustomerFacts[]): Iterable<Image> => customers(createChance(seed + 1), { count, company, facts: into })
  const everyContact = (into: ContactFacts[]): Iterable<Image> =>
    contacts(createChance(seed + 2), { count: count * 2, customers: facts.customers, facts: into })
  const everyOpportunity = (into: OpportunityFacts[]): Iterable<Image> =>
    opportunities(createChance(seed + 3), { count, customers: facts.customers, company, facts: into })
  learn(everyCustomer(facts.customers))
  learn(everyContact(facts.contacts))
  learn(everyOpportunity(facts.opportunities))
  await load(
    'interaction',
    interactions(createChance(seed + 4), { count: count * 10, contacts: facts.contacts, opportunities: facts.opportunities }),
  )
  await load('customer', withLast(everyCustomer([]), { field: 'last_contact_at', facts: facts.customers }))
  await load('contact', withLast(everyContact([]), { field: 'last_contact_at', facts: facts.contacts }))
  await load('opportunity', withLast(everyOpportunity([]), { field: 'last_activity_at', facts: facts.opportunities }))
  await load('contact_position', positions(createChance(seed + 5), facts.contacts))
  await load('stage_history', stageHistory(createChance(seed + 6), facts.opportunities))
  await load('task', tasks(createChance(seed + 7), { count, opportunities: facts.opportunities }))
}

async function finish(client: pg.Client, kernel: Kernel, count: number): Promise<void> {
  for (const object of ['customer', 'opportunity'])
    await timed(`events of ${object}`, () => loadEvents(client, objectOf(kernel.snapshot(), object)))
  await client.query(`select setval('customer_number_number', $1), setval('opportunity_number_number', $1)`, [count])
  await timed('vacuum and analyze', async () => void (await client.query('vacuum analyze')))
  await client.query('checkpoint')
}

async function generate(url: string, input: { readonly count: number; readonly seed: number; readonly people: number }): Promise<void> {
  const db = createDatabase({ url, max: 2, statementTimeoutMs: 0 })
  const chance = createChance(input.seed)
  await migrate(db, migrationsDir)
  const kernel = await createKernel({
    db,
    modules,
    clock: systemClock,
    environment: () => ({ base_currency: 'CNY', rate: (currency) => (currency === 'CNY' ? '1' : null) }),
  })
  const company = await prepareCompany(db, kernel, { chance, people: input.people })
  // What is loaded from here on has today's search texts; nothing is to be made anew at the first start.
  while ((await refreshSearchOnce(kernel)) > 0);
  const client = await openLoader(url)
  try {
    await loadRecords((object, images) => timed(object, () => loadTable(client, objectOf(kernel.snapshot(), object), images)), {
      ...input,
      company,
    })
    await finish(client, kernel, input.count)
  } finally {
    await client.end()
    await db.close()
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: '/tmp/perigon-bench' },
      customers: { type: 'string', default: '200000' },
      people: { type: 'string', default: '50' },
      seed: { type: 'string', default: '7300' },
    },
  })
  const count = Number(values.customers)
  if (!Number.isSafeInteger(count) || count < 100) throw new Error('--customers must be a whole number from 100')
  const embedded = await startEmbedded({ dataDir: values.data, log: say, holder: 'bench' })
  try {
    if (!embedded.created) throw new Error(`${values.data} holds a database already; remove the folder to make it anew`)
    say(`${count.toLocaleString('en')} customers into ${values.data}`)
    await timed('all', () => generate(embedded.url, { count, seed: Number(values.seed), people: Number(values.people) }))
  } finally {
    await embedded.stop()
  }
}

await main()
