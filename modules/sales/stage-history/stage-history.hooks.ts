import { defineHooks } from '@perigon/kernel'

/** A change is named by its stages: “方案报价 → 商务谈判”. */
export const stageHistoryHooks = defineHooks({
  object: 'stage_history',
  reads: ['from_stage', 'to_stage'],
  resolve: ({ linked }) => {
    const names = [linked('from_stage')?.['name'], linked('to_stage')?.['name']].filter((name) => typeof name === 'string')
    return { name: names.join(' → ') }
  },
})
