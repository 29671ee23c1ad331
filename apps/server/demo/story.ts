import { interactionCommands, taskCommands } from './activities.ts'
import { dayOf } from './calendar.ts'
import { catalogCommands } from './catalog.ts'
import { contactCommands, makeContacts } from './contacts.ts'
import { type CustomerProgress, customerCommands, makeCustomers } from './customers.ts'
import { duplicateCommands } from './duplicates.ts'
import { makeOpportunities, opportunityCommands, type StoryOpportunity } from './opportunities.ts'
import { organizationCommands } from './organization.ts'
import { partnerCommands } from './partners.ts'
import { poolCommands } from './pools.ts'
import { createRandom } from './random.ts'
import { reminderCommands } from './reminders.ts'
import { selfServiceCommands } from './self-service.ts'
import type { StoryCommand } from './story-command.ts'
import { viewCommands } from './views.ts'

export { STORY_COMPANY } from './organization.ts'
export type { StoryCommand } from './story-command.ts'

const SEED = 20_260_301

/**
 * Eighteen months in the life of an invented maker of measuring machines, ending on the day of `asOf`. The same day gives
 * the same story to the last character. Commands link only to what came before, or to records of their own object.
 */
export function* storyCommands(asOf: Date): Iterable<StoryCommand> {
  const today = dayOf(asOf)
  const random = createRandom(SEED)
  const customers = makeCustomers(random, today)
  const contacts = makeContacts(random, customers, today)
  const opportunities = makeOpportunities(random, { customers, contacts, today })
  yield* organizationCommands(today)
  yield* catalogCommands(today)
  yield* customerCommands(customers, progressOf(opportunities))
  yield* contactCommands(contacts)
  yield* opportunityCommands(opportunities)
  yield* partnerCommands(opportunities, today)
  yield* selfServiceCommands(opportunities)
  yield* interactionCommands(random, opportunities, today)
  yield* taskCommands(random, { opportunities, customers, today })
  yield* poolCommands(today)
  yield* reminderCommands()
  yield* duplicateCommands({ customers, contacts, today })
  yield* viewCommands()
}

function progressOf(opportunities: readonly StoryOpportunity[]): (customer: string) => CustomerProgress {
  const byCustomer = Map.groupBy(opportunities, (opportunity) => opportunity.customer.id)
  return (customer) => {
    const own = byCustomer.get(customer) ?? []
    const count = (state: StoryOpportunity['state']): number => own.filter((opportunity) => opportunity.state === state).length
    return { won: count('won'), open: count('open'), any: own.length > 0 }
  }
}
