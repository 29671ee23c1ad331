import { STANDARD_PROCESS } from '@perigon/sales'
import { type Day, instantOn, isoDate, workday } from './calendar.ts'
import { type StoryProduct, storyProducts } from './catalog.ts'
import type { StoryContact } from './contacts.ts'
import type { StoryCustomer } from './customers.ts'
import { storyId } from './identity.ts'
import type { Random } from './random.ts'
import { create, type StoryCommand, yuan } from './story-command.ts'
import { COMPETITORS, NEXT_STEPS, USES } from './words.ts'

/** A stay in a stage; `left` is absent for the stage it is in. */
export type Visit = { readonly stage: string; readonly entered: Day; readonly left: Day | null; readonly minutes: number }

export type StoryOpportunity = {
  readonly id: string
  readonly name: string
  readonly customer: StoryCustomer
  readonly contact: StoryContact | undefined
  readonly product: StoryProduct
  readonly use: string
  readonly created: Day
  readonly state: 'open' | 'won' | 'lost' | 'cancelled' | 'suspended'
  /** Open stages visited, in order; the closing stage comes last when it was won or lost. */
  readonly visits: readonly Visit[]
  readonly values: StoryCommand['values']
}

const OPPORTUNITY_COUNT = 900
const { stages } = STANDARD_PROCESS
/** Open stages with usual days and the share that ends there. */
const PATH = [
  [stages.confirmed, 10, 0.22],
  [stages.analysed, 24, 0.2],
  [stages.proposed, 28, 0.22],
  [stages.negotiated, 20, 0.16],
  [stages.approved, 12, 0.05],
] as const
const LOSSES = [
  ['price', 26],
  ['competitor', 22],
  ['budget_cut', 14],
  ['technical_gap', 9],
  ['no_decision', 8],
  ['relationship', 7],
  ['project_stopped', 6],
  ['delivery', 4],
  ['payment_terms', 2],
  ['tender_invalid', 2],
] as const
const WINS = [
  ['technical_fit', 30],
  ['service', 18],
  ['relationship', 16],
  ['incumbent', 14],
  ['price', 12],
  ['delivery', 6],
  ['brand', 4],
] as const
const SOURCES = [
  ['self', 45],
  ['referral', 18],
  ['campaign', 15],
  ['lead', 14],
  ['partner', 8],
] as const

export type Cast = { readonly customers: readonly StoryCustomer[]; readonly contacts: readonly StoryContact[]; readonly today: Day }

/** Opportunities of the last 18 months, a few more every month. */
export function makeOpportunities(random: Random, cast: Cast): readonly StoryOpportunity[] {
  const byWeight = cast.customers.map((customer) => [customer, customer.weight] as const)
  const people = Map.groupBy(cast.contacts, (contact) => contact.customer.id)
  return Array.from({ length: OPPORTUNITY_COUNT }, (_, index) => {
    const customer = random.weighted(byWeight)
    const age = Math.floor(548 * random.next() ** 1.1)
    const created = Math.min(cast.today - 1, Math.max(workday(cast.today - age), customer.created))
    const contacts = people.get(customer.id) ?? []
    return makeOpportunity(random, {
      index,
      customer,
      contact: contacts.length > 0 ? random.pick(contacts) : undefined,
      created,
      today: cast.today,
    })
  })
}

type Beginning = Pick<StoryOpportunity, 'customer' | 'contact' | 'created'> & { readonly index: number; readonly today: Day }

function makeOpportunity(random: Random, start: Beginning): StoryOpportunity {
  const { customer, contact, created, today } = start
  const product = random.weighted(storyProducts.map((candidate) => [candidate, candidate.weight] as const))
  const journey = walk(random, start)
  const price = product.price * random.int(1, product.maxQuantity) * (0.84 + random.next() * 0.16)
  const amount = Math.round(price / 100) * 100
  const use = random.pick(USES)
  const name = `${customer.short}${product.short}${random.pick(['采购', '采购项目', '更新', '新增'])}`
  const closed = journey.closed
  return {
    id: storyId('opportunity', start.index),
    name,
    customer,
    contact,
    product,
    use,
    created,
    state: journey.state,
    visits: journey.visits,
    values: {
      name,
      customer: customer.id,
      contact: contact?.id ?? null,
      product: product.id,
      process: STANDARD_PROCESS.id,
      stage: journey.visits.at(-1)?.stage ?? stages.confirmed,
      state: journey.state,
      amount: yuan(amount),
      budget: random.chance(0.5) ? yuan(Math.ceil((amount * (0.9 + random.next() * 0.3)) / 10_000) * 10_000) : null,
      need: `用于${use}，替代现有手工检测`,
      source: random.weighted(SOURCES),
      engaged_on: engagedOn(journey.visits[1]),
      closed_on: closed === null ? null : isoDate(closed),
      ...expectations(random, { created, end: closed ?? today, open: closed === null }),
      ...ending(random, journey.state),
      ...(journey.state === 'open'
        ? { next_step: random.pick(NEXT_STEPS), next_step_on: isoDate(workday(today + random.int(-4, 14))) }
        : {}),
      stage_entered_at: entryInstant(journey.visits.at(-1), created),
      owner: customer.owner.id,
      created_at: instantOn(created, journey.visits[0]?.minutes ?? 600),
    },
  }
}

type Journey = { readonly visits: readonly Visit[]; readonly state: StoryOpportunity['state']; readonly closed: Day | null }

/** From stage to stage until it is won, lost or given up, or until today. */
function walk(random: Random, { customer, created, today }: Beginning): Journey {
  const visits: Visit[] = []
  let day = created
  const minutes = (): number => random.int(545, 1075)
  for (const [stage, usual, share] of PATH) {
    const left = workday(day + Math.max(1, Math.round(usual * random.stretch())))
    if (left >= today) {
      visits.push({ stage, entered: day, left: null, minutes: minutes() })
      return { visits, state: random.chance(0.04) ? 'suspended' : 'open', closed: null }
    }
    const fails = random.chance(share / customer.owner.skill)
    if (fails && random.chance(0.08)) {
      visits.push({ stage, entered: day, left: null, minutes: minutes() })
      return { visits, state: 'cancelled', closed: left }
    }
    visits.push({ stage, entered: day, left, minutes: minutes() })
    if (fails) {
      visits.push({ stage: stages.lost, entered: left, left: null, minutes: minutes() })
      return { visits, state: 'lost', closed: left }
    }
    day = left
  }
  visits.push({ stage: stages.won, entered: day, left: null, minutes: minutes() })
  return { visits, state: 'won', closed: day }
}

/** The day it was hoped for, and how often that was moved. */
function expectations(
  random: Random,
  { created, end, open }: { readonly created: Day; readonly end: Day; readonly open: boolean },
): StoryCommand['values'] {
  let expected = workday(created + random.int(60, 130))
  let [times, days] = [0, 0]
  while (expected < end && times < 5 && random.chance(0.85)) {
    const next = workday(expected + random.int(14, 45))
    times += 1
    days += next - expected
    expected = next
  }
  return { expected_close: isoDate(open ? expected : Math.max(expected, created)), slip_count: times, slip_days: days }
}

function ending(random: Random, state: StoryOpportunity['state']): StoryCommand['values'] {
  if (state === 'won') return { win_reason: random.weighted(WINS) }
  if (state === 'cancelled') return { stage_reason: '客户项目取消' }
  if (state === 'suspended') return { stage_reason: '客户暂缓投资，等待预算' }
  if (state === 'open') return {}
  const reason = random.weighted(LOSSES)
  const rivals = reason === 'price' || reason === 'competitor' || reason === 'technical_gap'
  return { loss_reason: reason, competitor_won: rivals ? random.pick(COMPETITORS) : null }
}

/** The customer is engaged when the second stage begins; what is lost in the first never was. */
function engagedOn(second: Visit | undefined): string | null {
  return second === undefined || second.stage === stages.lost ? null : isoDate(second.entered)
}

function entryInstant(visit: Visit | undefined, created: Day): string {
  return visit === undefined ? instantOn(created, 600) : instantOn(visit.entered, visit.minutes)
}

/** Opportunities, then the history of their stages. */
export function* opportunityCommands(opportunities: readonly StoryOpportunity[]): Iterable<StoryCommand> {
  for (const opportunity of opportunities) yield create('opportunity', opportunity.id, opportunity.values)
  let index = 0
  for (const opportunity of opportunities) {
    for (const [step, visit] of opportunity.visits.entries()) {
      const previous = opportunity.visits[step - 1]
      const at = instantOn(visit.entered, visit.minutes)
      yield create('stage_history', storyId('stage_history', index), {
        opportunity: opportunity.id,
        from_stage: previous?.stage ?? null,
        to_stage: visit.stage,
        at,
        by: opportunity.customer.owner.id,
        dwell_days: previous === undefined ? null : dwell(previous, visit),
        owner: opportunity.customer.owner.id,
        created_at: at,
      })
      index += 1
    }
  }
}

function dwell(previous: Visit, next: Visit): string {
  return (next.entered - previous.entered + (next.minutes - previous.minutes) / 1440).toFixed(2)
}
