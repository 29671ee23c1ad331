import { STANDARD_PROCESS } from '@perigon/sales'
import { type Chance, idAt, zipf } from './chance.ts'
import type { CustomerFacts } from './customers.ts'
import { DAY, type Image, iso, isoDate, stamps, TODAY, yuan } from './image.ts'
import type { Company } from './people.ts'
import { NEEDS } from './words.ts'

export type OpportunityFacts = {
  readonly id: string
  readonly customer: CustomerFacts
  readonly created: number
  readonly stages: readonly { readonly stage: string; readonly at: number }[]
  lastContact: number
}

const { stages } = STANDARD_PROCESS
const OPEN = [stages.confirmed, stages.analysed, stages.proposed, stages.negotiated, stages.approved] as const
const PROBABILITY = ['10.00', '25.00', '50.00', '75.00', '90.00'] as const
const CATEGORY = ['pipeline', 'pipeline', 'best_case', 'commit', 'commit'] as const
const SOURCES = ['self_developed', 'referral', 'exhibition', 'website', 'telesales', 'partner'] as const

type Path = {
  readonly state: 'open' | 'won' | 'lost'
  readonly reached: number
  readonly entries: { readonly stage: string; readonly at: number }[]
  readonly closed: number | null
}

/** How far an opportunity came and when; two thirds are closed, as in a company of some years. */
function pathOf(chance: Chance, created: number): Path {
  const reached = Math.min(chance.int(0, 4), chance.int(0, 5))
  const fate = chance.next()
  const state = fate < 0.42 ? 'won' : fate < 0.68 ? 'lost' : 'open'
  const steps = state === 'won' ? 4 : reached
  const entries: { readonly stage: string; readonly at: number }[] = []
  let at = created
  for (let step = 0; step <= steps; step += 1) {
    entries.push({ stage: OPEN[step] ?? OPEN[0], at })
    at = Math.min(TODAY, at + chance.int(1, 30) * DAY)
  }
  if (state === 'open') return { state, reached, entries, closed: null }
  entries.push({ stage: state === 'won' ? stages.won : stages.lost, at })
  return { state, reached: steps, entries, closed: at }
}

function outcome(chance: Chance, path: Path, created: number): { readonly [field: string]: string | number | null } {
  const closed = path.closed
  const place = path.state === 'won' ? 6 : path.state === 'lost' ? 7 : path.reached + 1
  return {
    state: path.state,
    stage: path.entries.at(-1)?.stage ?? OPEN[0],
    stage_position: place,
    stage_entered_at: iso(path.entries.at(-1)?.at ?? created),
    probability: path.state === 'won' ? '100.00' : path.state === 'lost' ? '0.00' : (PROBABILITY[path.reached] ?? '10.00'),
    forecast_category: path.state === 'won' ? 'closed' : path.state === 'lost' ? 'omitted' : (CATEGORY[path.reached] ?? 'pipeline'),
    expected_close: isoDate(closed ?? TODAY + chance.int(-20, 120) * DAY),
    closed_on: closed === null ? null : isoDate(closed),
    days_to_close: closed === null ? null : Math.round((closed - created) / DAY),
  }
}

/** Opportunities, more of them with older customers. */
export function* opportunities(
  chance: Chance,
  input: {
    readonly count: number
    readonly customers: readonly CustomerFacts[]
    readonly company: Company
    readonly facts: OpportunityFacts[]
  },
): Generator<Image> {
  const product = zipf(chance, input.company.products.length, 0.7)
  const source = zipf(chance, SOURCES.length, 0.7)
  for (let index = 0; index < input.count; index += 1) {
    const customer = input.customers[Math.floor(chance.next() ** 1.4 * input.customers.length)]
    if (customer === undefined) continue
    const created = customer.created + Math.floor(chance.next() * (TODAY - customer.created))
    const path = pathOf(chance, created)
    const id = idAt(chance, created)
    const last = path.entries.at(-1)?.at ?? created
    const need = chance.pick(NEEDS)
    input.facts.push({ id, customer, created, stages: path.entries, lastContact: 0 })
    yield {
      id,
      name: `${customer.name.slice(2, 4)}${need}`,
      number: `SJ${iso(created).slice(0, 4)}${String(index + 1).padStart(6, '0')}`,
      customer: customer.id,
      product: input.company.products[product()] ?? null,
      process: STANDARD_PROCESS.id,
      ...outcome(chance, path, created),
      amount: yuan(Math.floor(10 ** (4 + chance.next() * 2.5))),
      probability_source: 'stage',
      slip_count: 0,
      slip_days: 0,
      engaged_on: isoDate(created),
      source: SOURCES[source()] ?? 'referral',
      need,
      reopened_count: 0,
      owner: customer.seller?.employee ?? null,
      department: customer.seller?.department ?? null,
      ...stamps({ created, updated: Math.max(last, created) }, customer.seller?.user ?? null),
    }
  }
}

/** One row for every stage entered. */
export function* stageHistory(chance: Chance, facts: readonly OpportunityFacts[]): Generator<Image> {
  for (const { id, customer, stages: entries } of facts) {
    for (const [place, entry] of entries.entries()) {
      const before = entries[place - 1]
      yield {
        id: idAt(chance, entry.at),
        name: '',
        opportunity: id,
        from_stage: before?.stage ?? null,
        to_stage: entry.stage,
        at: iso(entry.at),
        by: customer.seller?.employee ?? null,
        dwell_days: before === undefined ? null : ((entry.at - before.at) / DAY).toFixed(2),
        owner: customer.seller?.employee ?? null,
        department: customer.seller?.department ?? null,
        ...stamps({ created: entry.at, updated: entry.at }, customer.seller?.user ?? null),
      }
    }
  }
}
