import { creditCodeCheckCharacter, industrySeeds, normalizeCompanyName, regionSeeds } from '@perigon/customers'
import type { Stored } from '@perigon/kernel'
import { type Chance, idAt, zipf } from './chance.ts'
import { DAY, type Image, iso, isoDate, stamps, TODAY, yuan } from './image.ts'
import type { Company, Seller } from './people.ts'
import { BRAND_FIRST, BRAND_SECOND, CITIES, FAMILY_NAMES, GIVEN_NAMES, JOB_TITLES, LEGAL_FORMS, STREETS, TRADES } from './words.ts'

/** What later records need to know of a customer; interactions leave behind when the last one was. */
export type CustomerFacts = {
  readonly id: string
  readonly name: string
  readonly seller: Seller | null
  readonly created: number
  lastContact: number
}

export type ContactFacts = {
  readonly id: string
  readonly customer: CustomerFacts
  readonly title: string
  readonly created: number
  lastContact: number
}

const CODE_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const YEARS = 3

/** A valid unified credit code that belongs to this number alone. */
export function creditCodeOf(number: number, division: string): string {
  let rest = number * 7919 + 31 ** 8
  let subject = ''
  while (subject.length < 9) {
    subject = `${CODE_ALPHABET.charAt(rest % 31)}${subject}`
    rest = Math.floor(rest / 31)
  }
  const body = `91${division}${subject}`
  return `${body}${creditCodeCheckCharacter(body)}`
}

const STAGES = ['target', 'prospect', 'opportunity', 'signed', 'end_user', 'repeat', 'dormant', 'lost'] as const
const SOURCES = ['self_developed', 'referral', 'exhibition', 'website', 'telesales', 'partner', 'search', 'tender_notice', 'other'] as const
const OWNERSHIP = ['private', 'private', 'private', 'foreign', 'state', 'joint'] as const
const TYPES = ['end_user', 'channel', 'oem', 'institution'] as const

export type NameMaker = () => { readonly name: string; readonly short: string }

/** Company names: city, brand of two characters, trade, legal form; all skewed, so that some words are frequent. */
export function nameMaker(chance: Chance): NameMaker {
  const [city, first, second, trade] = [CITIES, BRAND_FIRST, BRAND_SECOND, TRADES].map((list) => ({
    list,
    draw: zipf(chance, list.length, 0.6),
  }))
  const word = (from: { readonly list: readonly string[]; readonly draw: () => number } | undefined): string =>
    from?.list[from.draw()] ?? ''
  return () => {
    const brand = `${word(first)}${word(second)}`
    return { name: `${word(city)}${brand}${word(trade)}${chance.pick(LEGAL_FORMS)}`, short: brand }
  }
}

type Draws = {
  readonly seller: () => number
  readonly region: () => number
  readonly industry: () => number
  readonly stage: () => number
  readonly source: () => number
  readonly type: () => number
  readonly name: NameMaker
}

function profile(chance: Chance, draws: Draws): Stored {
  return {
    ...(chance.happens(0.6) ? { employee_count: Math.floor(10 * 10 ** (chance.next() * 3)) } : {}),
    ...(chance.happens(0.5) ? { annual_revenue: yuan(Math.floor(10 ** (5 + chance.next() * 4))) } : {}),
    ...(chance.happens(0.7) ? { founded_on: isoDate(TODAY - chance.int(400, 14_000) * DAY) } : {}),
    ...(chance.happens(0.4) ? { website: `https://www.c${chance.int(1, 999_999)}.com.cn/` } : {}),
    ...(chance.happens(0.8) ? { source: SOURCES[draws.source()] ?? 'other', ownership_type: chance.pick(OWNERSHIP) } : {}),
  }
}

function oneCustomer(
  chance: Chance,
  input: { readonly draws: Draws; readonly index: number; readonly count: number; readonly company: Company },
): { readonly image: Image; readonly facts: CustomerFacts } {
  const { draws, index, count, company } = input
  const created = TODAY - Math.floor((1 - index / count) * YEARS * 365 * DAY)
  const updated = created + Math.floor(chance.next() ** 3 * (TODAY - created))
  const seller = chance.happens(0.97) ? (company.sellers[draws.seller()] ?? null) : null
  const region = regionSeeds[draws.region()]
  const { name, short } = draws.name()
  const id = idAt(chance, created)
  const image: Image = {
    id,
    name,
    number: `KH${iso(created).slice(0, 4)}${String(index + 1).padStart(6, '0')}`,
    short_name: short,
    name_normalized: normalizeCompanyName(name),
    credit_code: chance.happens(0.92) ? creditCodeOf(index, String(region?.values['code'] ?? '110000')) : null,
    customer_type: TYPES[draws.type()] ?? 'end_user',
    industry: industrySeeds[draws.industry()]?.id ?? null,
    region: region?.id ?? null,
    phone: `+8621${chance.int(50_000_000, 69_999_999)}`,
    address: chance.happens(0.8) ? `${chance.pick(STREETS)}${chance.int(1, 999)}号` : null,
    is_strategic: chance.happens(0.02),
    lifecycle_stage: STAGES[draws.stage()] ?? 'target',
    status: 'active',
    completeness: (30 + chance.int(0, 70)).toFixed(2),
    ...profile(chance, draws),
    owner: seller?.employee ?? null,
    department: seller?.department ?? null,
    ...stamps({ created, updated }, seller?.user ?? null),
  }
  return { image, facts: { id, name, seller, created, lastContact: 0 } }
}

/** Customers in the order of their creation; `facts` receives what later records need. */
export function* customers(
  chance: Chance,
  input: { readonly count: number; readonly company: Company; readonly facts: CustomerFacts[] },
): Generator<Image> {
  const draws: Draws = {
    seller: zipf(chance, input.company.sellers.length, 0.7),
    region: zipf(chance, regionSeeds.length, 1),
    industry: zipf(chance, industrySeeds.length, 1),
    stage: zipf(chance, STAGES.length, 0.8),
    source: zipf(chance, SOURCES.length, 0.7),
    type: zipf(chance, TYPES.length, 1.5),
    name: nameMaker(chance),
  }
  for (let index = 0; index < input.count; index += 1) {
    const { image, facts } = oneCustomer(chance, { draws, index, count: input.count, company: input.company })
    input.facts.push(facts)
    yield image
  }
}

/** Contacts, on average as many per customer as asked for; some customers have many. */
export function* contacts(
  chance: Chance,
  input: { readonly count: number; readonly customers: readonly CustomerFacts[]; readonly facts: ContactFacts[] },
): Generator<Image> {
  const levels = ['executive', 'middle', 'operational', 'operational'] as const
  for (let index = 0; index < input.count; index += 1) {
    const customer = input.customers[Math.floor(chance.next() ** 1.6 * input.customers.length)]
    if (customer === undefined) continue
    const created = customer.created + Math.floor(chance.next() * (TODAY - customer.created))
    const id = idAt(chance, created)
    const title = chance.pick(JOB_TITLES)
    input.facts.push({ id, customer, title, created, lastContact: 0 })
    yield {
      id,
      name: `${chance.pick(FAMILY_NAMES)}${chance.pick(GIVEN_NAMES)}`,
      customer: customer.id,
      title,
      gender: chance.pick(['m', 'f', 'u']),
      mobile: `+861${chance.pick(['38', '39', '50', '86'])}${chance.int(10_000_000, 99_999_999)}`,
      email: chance.happens(0.5) ? `c${index}@example.com` : null,
      level: chance.pick(levels),
      language: 'zh-CN',
      status: 'active',
      owner: customer.seller?.employee ?? null,
      department: customer.seller?.department ?? null,
      ...stamps({ created, updated: created + Math.floor(chance.next() ** 4 * (TODAY - created)) }, customer.seller?.user ?? null),
    }
  }
}

/** The first position of every contact, which the application writes with the contact. */
export function* positions(chance: Chance, contactFacts: readonly ContactFacts[]): Generator<Image> {
  for (const { id, customer, title, created } of contactFacts) {
    yield {
      id: idAt(chance, created),
      name: title,
      contact: id,
      customer: customer.id,
      title,
      is_primary: true,
      owner: customer.seller?.employee ?? null,
      department: customer.seller?.department ?? null,
      ...stamps({ created, updated: created }, customer.seller?.user ?? null),
    }
  }
}
