import { type Chance, idAt, zipf } from './chance.ts'
import type { ContactFacts } from './customers.ts'
import { DAY, type Image, iso, stamps, TODAY } from './image.ts'
import type { OpportunityFacts } from './sales.ts'
import { REMARKS, SUBJECTS } from './words.ts'

const TYPES = ['call', 'visit', 'note', 'meeting', 'chat', 'email'] as const
const KINDS = ['todo', 'call', 'visit', 'mail'] as const

/** Visits, calls and notes; few customers have very many, two in five belong to an opportunity. */
export function* interactions(
  chance: Chance,
  input: { readonly count: number; readonly contacts: readonly ContactFacts[]; readonly opportunities: readonly OpportunityFacts[] },
): Generator<Image> {
  const type = zipf(chance, TYPES.length, 0.8)
  for (let index = 0; index < input.count; index += 1) {
    const opportunity = chance.happens(0.4) ? input.opportunities[Math.floor(chance.next() ** 1.5 * input.opportunities.length)] : undefined
    const contact = opportunity === undefined ? input.contacts[Math.floor(chance.next() ** 2.2 * input.contacts.length)] : undefined
    const customer = opportunity?.customer ?? contact?.customer
    if (customer === undefined) continue
    const since = opportunity?.created ?? contact?.created ?? customer.created
    const at = since + Math.floor(chance.next() * (TODAY - since))
    for (const subject of [customer, contact, opportunity])
      if (subject !== undefined) subject.lastContact = Math.max(subject.lastContact, at)
    const body = `${chance.pick(REMARKS)}，${chance.pick(REMARKS)}。`
    yield {
      id: idAt(chance, at),
      type: TYPES[type()] ?? 'note',
      subject: chance.pick(SUBJECTS),
      body,
      at: iso(at),
      direction: 'out',
      duration_s: chance.happens(0.5) ? chance.int(60, 7200) : null,
      customer: customer.id,
      contact: contact?.id ?? null,
      opportunity: opportunity?.id ?? null,
      employee: customer.seller?.employee ?? null,
      status: 'done',
      outcome: chance.happens(0.2) ? chance.pick(REMARKS) : null,
      private: false,
      owner: customer.seller?.employee ?? null,
      department: customer.seller?.department ?? null,
      ...stamps({ created: at, updated: at }, customer.seller?.user ?? null),
    }
  }
}

/** Tasks of the reps; most are done. */
export function* tasks(
  chance: Chance,
  input: { readonly count: number; readonly opportunities: readonly OpportunityFacts[] },
): Generator<Image> {
  for (let index = 0; index < input.count; index += 1) {
    const opportunity = input.opportunities[Math.floor(chance.next() * input.opportunities.length)]
    const seller = opportunity?.customer.seller ?? null
    if (opportunity === undefined || seller === null) continue
    const created = opportunity.created + Math.floor(chance.next() * (TODAY - opportunity.created))
    const due = created + chance.int(1, 30) * DAY
    const done = due < TODAY && chance.happens(0.9)
    yield {
      id: idAt(chance, created),
      subject: chance.pick(SUBJECTS),
      kind: chance.pick(KINDS),
      due_at: iso(due),
      priority: chance.pick(['high', 'normal', 'normal', 'low']),
      assignee: seller.employee,
      state: done ? 'done' : 'open',
      done_at: done ? iso(due) : null,
      customer: opportunity.customer.id,
      opportunity: opportunity.id,
      owner: seller.employee,
      department: seller.department,
      ...stamps({ created, updated: done ? due : created }, seller.user),
    }
  }
}
