import { defineModule } from '@perigon/kernel'
import { OwnershipChange } from './objects.ts'
import { ownershipSubscriber } from './ownership-change/ownership.subscriber.ts'

export const pools = defineModule({
  name: 'pools',
  needs: ['customers', 'organization'],
  objects: [OwnershipChange],
  subscribers: [ownershipSubscriber],
})
