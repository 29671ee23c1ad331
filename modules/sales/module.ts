import { defineModule } from '@perigon/kernel'
import { Opportunity, SalesProcess, SalesStage, StageHistory } from './objects.ts'
import { opportunityHooks } from './opportunity/opportunity.hooks.ts'
import { opportunityVerbs } from './opportunity/opportunity.verbs.ts'
import { requiredFieldsHooks } from './opportunity/required-fields.hooks.ts'
import { salesProcessSeeds } from './sales-process/sales-process.seeds.ts'
import { salesStageHooks } from './sales-stage/sales-stage.hooks.ts'
import { stageHistoryHooks } from './stage-history/stage-history.hooks.ts'

export const sales = defineModule({
  name: 'sales',
  needs: ['catalog', 'customers', 'organization'],
  objects: [SalesProcess, SalesStage, Opportunity, StageHistory],
  hooks: [salesStageHooks, requiredFieldsHooks, opportunityHooks, stageHistoryHooks],
  verbs: opportunityVerbs,
  seeds: salesProcessSeeds,
})
