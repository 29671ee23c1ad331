import { type Day, instantOn, isoDate, workday } from './calendar.ts'
import type { StoryCustomer } from './customers.ts'
import { storyId } from './identity.ts'
import type { Random } from './random.ts'
import { create, type StoryCommand } from './story-command.ts'
import { FAMILY_NAMES, FEMALE_NAMES, JOB_TITLES, MALE_NAMES } from './words.ts'

export type StoryContact = {
  readonly id: string
  readonly name: string
  readonly customer: StoryCustomer
  readonly values: StoryCommand['values']
  readonly position: StoryCommand['values']
}

/** Two people at a customer on average, one to four. */
export function makeContacts(random: Random, customers: readonly StoryCustomer[], today: Day): readonly StoryContact[] {
  const contacts: StoryContact[] = []
  for (const customer of customers) {
    const people = random.weighted([
      [1, 34],
      [2, 40],
      [3, 18],
      [4, 8],
    ] as const)
    for (let person = 0; person < people; person += 1) contacts.push(makeContact(random, { index: contacts.length, customer, today }))
  }
  return contacts
}

/**
 * Two of three told theirs; people of 28 to 57, over the whole year seen from today. Drawn from the index, so that nothing else
 * of the story moves.
 */
function birthdayOf(index: number, today: Day): string | null {
  if (index % 3 === 2) return null
  return isoDate(today - Math.round((28 + ((index * 7) % 30)) * 365.2425) + ((index * 53) % 365))
}

function makeContact(random: Random, at: { readonly index: number; readonly customer: StoryCustomer; readonly today: Day }): StoryContact {
  const { index, customer, today } = at
  const female = random.chance(0.36)
  const [family, pinyin] = random.weighted(FAMILY_NAMES.map((row) => [row, row[2]] as const))
  const name = family + random.pick(female ? FEMALE_NAMES : MALE_NAMES)
  const [title, level] = random.weighted(JOB_TITLES.map((row) => [row, row[2]] as const))
  const id = storyId('contact', index)
  const met = Math.min(today - 1, workday(customer.created + random.int(0, 90)))
  const common = { customer: customer.id, title, owner: customer.owner.id, created_at: instantOn(met, random.int(540, 1050)) }
  return {
    id,
    name,
    customer,
    values: {
      ...common,
      name,
      gender: female ? 'f' : 'm',
      birthday: birthdayOf(index, today),
      salutation: female ? `${family}女士` : `${family}先生`,
      // Numbers of this block are known as placeholders.
      mobile: `1380000${String(1000 + index).padStart(4, '0')}`,
      phone: random.chance(0.4) ? `${customer.telephone}-5556${String(1000 + index)}` : null,
      email: random.chance(0.7) ? `${pinyin}.${index + 1}@customer.example.com` : null,
      wechat: random.chance(0.6) ? `${pinyin}_${index + 1}` : null,
      level,
      preferred_channel: random.weighted([
        ['wechat', 45],
        ['phone', 35],
        ['visit', 12],
        ['email', 8],
      ] as const),
    },
    position: {
      ...common,
      contact: id,
      department_name: random.pick(['质量部', '采购部', '生产部', '技术部', '计量室']),
      start: isoDate(met - random.int(200, 2500)),
      is_primary: true,
    },
  }
}

/** People, then where they work. */
export function* contactCommands(contacts: readonly StoryContact[]): Iterable<StoryCommand> {
  for (const contact of contacts) yield create('contact', contact.id, contact.values)
  for (const [index, contact] of contacts.entries()) yield create('contact_position', storyId('contact_position', index), contact.position)
}
