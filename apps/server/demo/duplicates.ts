import { type Day, instantOn, workday } from './calendar.ts'
import type { StoryContact } from './contacts.ts'
import type { StoryCustomer } from './customers.ts'
import { storyId } from './identity.ts'
import { sellers } from './organization.ts'
import { create, type StoryCommand } from './story-command.ts'

/** Behind the customers of the story proper and those in a pool. */
const FIRST = 306

type Twin = {
  readonly name: (name: string) => string
  /** Which of the original's values whoever entered it again knew. */
  readonly keeps: readonly string[]
  /** The place of the original among those to choose from; two twins of one make a group of three. */
  readonly of: number
}

const withoutForm = (name: string): string => name.replace(/(股份|有限责任|有限)?公司$/u, '')

/** How customers come to be there twice: entered again by a colleague, imported from a fair, mistyped, another department's number. */
const TWINS: readonly Twin[] = [
  { of: 0, name: (name) => `${withoutForm(name)}（集团）有限公司`, keeps: ['phone', 'industry', 'region'] },
  { of: 0, name: withoutForm, keeps: ['phone'] },
  { of: 1, name: (name) => `${name.slice(0, 4)} ${name.slice(4)}`, keeps: ['industry', 'region'] },
  { of: 2, name: (name) => `${withoutForm(name).slice(0, -1)}器有限公司`, keeps: ['phone', 'region', 'industry'] },
  { of: 3, name: (name) => `${name.slice(2, 4)}采购中心`, keeps: ['phone', 'region'] },
]

/** Some customers and a contact that are there twice, for the duplicate centre to find. */
export function* duplicateCommands(story: {
  readonly customers: readonly StoryCustomer[]
  readonly contacts: readonly StoryContact[]
  readonly today: Day
}): Iterable<StoryCommand> {
  const { customers, contacts, today } = story
  const originals = customers.filter((customer) => customer.owner.area === 'south' && customer.values['parent'] === null)
  for (const [index, twin] of TWINS.entries()) {
    const original = originals[twin.of]
    if (original === undefined) continue
    const owner = sellers.find((seller) => seller.area === 'south' && seller.id !== original.owner.id) ?? original.owner
    const kept = Object.fromEntries(twin.keeps.map((key) => [key, original.values[key] ?? null]))
    yield create('customer', storyId('customer', FIRST + index), {
      ...kept,
      name: twin.name(original.name),
      customer_type: original.values['customer_type'] ?? null,
      source: index % 2 === 0 ? 'exhibition' : 'self_developed',
      owner: owner.id,
      created_at: instantOn(workday(today - 12 - index * 7), 660),
    })
  }
  const person = contacts.find((contact) => contact.customer.owner.area === 'south' && contact.values['email'] !== null)
  if (person === undefined) return
  yield create('contact', storyId('contact', contacts.length), {
    name: person.name,
    customer: person.customer.id,
    mobile: person.values['mobile'] ?? null,
    owner: person.customer.owner.id,
    created_at: instantOn(workday(today - 5), 700),
  })
}
