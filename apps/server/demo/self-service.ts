import { storyId } from './identity.ts'
import type { StoryOpportunity } from './opportunities.ts'
import { create, type StoryCommand } from './story-command.ts'

/** The buyer behind a seller's first open opportunity has a login of their own. */
export function* selfServiceCommands(opportunities: readonly StoryOpportunity[]): Iterable<StoryCommand> {
  const seller = storyId('employee', 6)
  const buyer = opportunities.find((each) => each.state === 'open' && each.customer.owner.id === seller)?.contact
  if (buyer === undefined) return
  const user = storyId('user', 91)
  yield create('user', user, {
    login: 'customer.buyer',
    name: buyer.name,
    self_service: true,
    roles: ['customer_contact'],
    locale: 'zh-CN',
    status: 'active',
  })
  yield create('self_service_login', storyId('self_service_login', 0), { user, contact: buyer.id })
}
