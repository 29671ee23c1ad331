import { creditCodeCheckCharacter, industrySeeds, regionSeeds } from '@perigon/customers'
import type { Seed } from '@perigon/kernel'
import { type Day, instantOn, isoDate, workday } from './calendar.ts'
import { storyId } from './identity.ts'
import { type Seller, sellers } from './organization.ts'
import type { Random } from './random.ts'
import { create, type StoryCommand, yuan } from './story-command.ts'
import { BRAND_FIRST, BRAND_SECOND, CITIES, LEGAL_FORMS, TRADES } from './words.ts'

export type StoryCustomer = {
  readonly id: string
  readonly name: string
  readonly short: string
  readonly city: string
  readonly telephone: string
  readonly owner: Seller
  readonly created: Day
  /** How much business it may bring; most bring little. */
  readonly weight: number
  readonly values: StoryCommand['values']
}

const CUSTOMER_COUNT = 300
const SOURCES = [
  ['self_developed', 30],
  ['referral', 20],
  ['exhibition', 18],
  ['website', 10],
  ['search', 8],
  ['partner', 8],
  ['tender_notice', 6],
] as const

/** Customers of the story; those of one group follow their head, which comes before them. */
export function makeCustomers(random: Random, today: Day): readonly StoryCustomer[] {
  const taken = new Set<string>()
  const customers: StoryCustomer[] = []
  while (customers.length < CUSTOMER_COUNT) {
    const head = customers.length > 0 && random.chance(0.12) ? customers[random.int(0, Math.min(customers.length, 24) - 1)] : undefined
    const customer = makeCustomer(random, { index: customers.length, today, head })
    if (taken.has(customer.name)) continue
    taken.add(customer.name)
    customers.push(customer)
  }
  return customers
}

type Place = { readonly index: number; readonly today: Day; readonly head: StoryCustomer | undefined }

function makeCustomer(random: Random, { index, today, head }: Place): StoryCustomer {
  const city = random.weighted(CITIES.map((row) => [row, row[5]] as const))
  const [cityName, region, division, telephone, area] = city
  const trade = random.weighted(TRADES.map((row) => [row, row[3]] as const))
  const brand = head === undefined ? random.pick(BRAND_FIRST) + random.pick(BRAND_SECOND) : head.short.slice(0, 2)
  const name = `${cityName}${brand}${trade[0]}${random.weighted(LEGAL_FORMS)}`
  const owner = random.pick(sellers.filter((seller) => seller.area === area))
  const created = random.chance(0.6) ? today - random.int(549, 1800) : today - random.int(40, 548)
  const weight = Math.round(random.stretch() ** 2 * 10) + 1
  const short = `${brand}${trade[0]}`
  return {
    id: storyId('customer', index),
    name,
    short,
    city: cityName,
    telephone,
    owner,
    created: workday(created),
    weight,
    values: {
      name,
      short_name: short,
      // A works that became a company: people still call it what it was.
      former_names: index % 40 === 7 ? `${cityName}${short}总厂` : null,
      credit_code: random.chance(0.85) ? creditCode(random, division) : null,
      customer_type: trade[2],
      industry: idByCode(industrySeeds, trade[1]),
      region: idByCode(regionSeeds, region),
      parent: head?.id ?? null,
      ...companyProfile(random, { weight, today }),
      phone: `${telephone}-5555${String(1000 + index)}`,
      address: `${cityName}市${random.pick(['高新区', '经济开发区', '工业园区', '产业新城'])}${random.pick(['创新路', '科技大道', '兴业路', '锦程路'])}${random.int(1, 299)}号`,
      website: random.chance(0.5) ? `https://www.customer${index + 1}.example.com` : null,
      source: random.weighted(SOURCES),
      is_strategic: weight > 30,
      owner: owner.id,
      created_at: instantOn(workday(created), random.int(540, 1050)),
    },
  }
}

function companyProfile(random: Random, { weight, today }: { readonly weight: number; readonly today: Day }): StoryCommand['values'] {
  const employees = Math.round(20 + weight * random.int(8, 60))
  return {
    ownership_type: random.weighted([
      ['private', 62],
      ['foreign', 14],
      ['joint', 12],
      ['state', 12],
    ] as const),
    listing_status: random.weighted([
      ['unlisted', 88],
      ['domestic', 11],
      ['overseas', 1],
    ] as const),
    employee_count: employees,
    annual_revenue: random.chance(0.8) ? yuan(employees * random.int(30, 120) * 10_000) : null,
    registered_capital: yuan(random.pick([100, 200, 500, 1000, 2000, 5000]) * 10_000),
    founded_on: isoDate(today - random.int(1500, 11_000)),
    purchase_mode: random.weighted([
      ['spot', 55],
      ['tender', 30],
      ['framework', 15],
    ] as const),
    credit_rating: random.chance(0.5)
      ? random.weighted([
          ['AA', 15],
          ['A', 45],
          ['B', 30],
          ['C', 10],
        ] as const)
      : null,
    own_units: random.chance(0.4) ? random.int(1, 8) : 0,
    competitor_units: random.chance(0.5) ? random.int(1, 10) : 0,
  }
}

/** A code with valid check characters in a division numbered 99, which no county has. */
function creditCode(random: Random, division: string): string {
  let subject = 'MA'
  while (subject.length < 8) subject += random.pick(Array.from('0123456789ABCDEFGHJKLMNPQRTUWXY'))
  const body = `91${division}99${subject}${subjectCheckCharacter(subject)}`
  return body + creditCodeCheckCharacter(body)
}

/** Check character of the nine-character subject code, GB 11714. */
function subjectCheckCharacter(subject: string): string {
  const weights = [3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((total, weight, place) => total + weight * Number.parseInt(subject.charAt(place), 36), 0)
  const rest = 11 - (sum % 11)
  return rest === 10 ? 'X' : rest === 11 ? '0' : String(rest)
}

function idByCode(seeds: readonly Seed[], code: string): string {
  const seed = seeds.find((candidate) => candidate.values['code'] === code)
  if (seed === undefined) throw new Error(`no seed with code ${code}`)
  return seed.id
}

/** Where business with a customer has got to. */
export type CustomerProgress = { readonly won: number; readonly open: number; readonly any: boolean }

/** Customers as commands; the life-cycle stage follows from their opportunities. */
export function* customerCommands(customers: readonly StoryCustomer[], progress: (id: string) => CustomerProgress): Iterable<StoryCommand> {
  for (const customer of customers) {
    // Whoever answers for it has done so from the first; else every count of days without contact would begin today.
    const since = { owned_since: customer.values['created_at'] ?? null }
    yield create('customer', customer.id, { ...customer.values, ...since, lifecycle_stage: lifecycle(progress(customer.id)) })
  }
}

function lifecycle({ won, open, any }: CustomerProgress): string {
  if (won > 1) return 'repeat'
  if (won === 1) return 'end_user'
  if (open > 0) return 'opportunity'
  return any ? 'prospect' : 'target'
}

/** The area a customer belongs to. */
