import { defineModule } from '@perigon/kernel'
import { OwnershipChange, PoolRule } from './objects.ts'
import { ownershipSubscriber } from './ownership-change/ownership.subscriber.ts'
import { poolRuleGuard } from './pool-rule/pool-rule.guard.ts'
import { poolRuleHooks } from './pool-rule/pool-rule.hooks.ts'
import { lawChanged, reclaimDate } from './reclaim/reclaim-date.subscriber.ts'

export const pools = defineModule({
  name: 'pools',
  needs: ['activities', 'customers', 'organization'],
  objects: [PoolRule, OwnershipChange],
  hooks: [poolRuleHooks],
  guards: [poolRuleGuard],
  subscribers: [ownershipSubscriber, reclaimDate, lawChanged],
})
