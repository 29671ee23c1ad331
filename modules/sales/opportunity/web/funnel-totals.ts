import type { FieldCondition, WireRecord } from '@perigon/contracts'
import { useAggregate } from '@perigon/record-ui'
import { linkOf, textOf } from '@perigon/ui'
import type { StageGroup } from './funnel-groups.ts'
import { type FunnelPart, inState, joined } from './funnel-scope.ts'

/** How many opportunities there are of a kind, what they are worth, and the conditions that name them. */
export type FunnelTotal = { readonly count: number; readonly amount: number; readonly conditions: readonly FieldCondition[] }
export type StageTotal = FunnelTotal & { readonly stage: WireRecord }

const STATES = { open: 'open', won: 'won', lost: 'lost' } as const

/**
 * What stands in each stage now. A stage that is open counts what is open in it; what was put off or given up is told
 * beside, so that stages, suspended and cancelled make the whole.
 */
export function useTotals({ object, conditions, groups }: FunnelPart & { readonly groups: readonly StageGroup[] }) {
  const filter = joined(conditions)
  const query = useAggregate(object, {
    measures: [{ fn: 'count' }, { fn: 'sum', field: 'amount' }],
    group: [{ field: 'stage' }, { field: 'state' }],
    limit: 1000,
    ...(filter === null ? {} : { filter }),
  })
  const rows = (query.data?.rows ?? []).map((row) => ({
    stage: linkOf(row.keys[0])?.id,
    state: textOf(row.keys[1]),
    count: Number(row.values[0] ?? 0),
    amount: Number(row.values[1] ?? 0),
  }))
  const add = (chosen: typeof rows, own: readonly FieldCondition[]): FunnelTotal => ({
    count: chosen.reduce((sum, each) => sum + each.count, 0),
    amount: chosen.reduce((sum, each) => sum + each.amount, 0),
    conditions: [...conditions, ...own],
  })
  const ofState = (state: 'suspended' | 'cancelled') =>
    add(
      rows.filter((each) => each.state === state),
      [inState(state)],
    )
  const ofStage = (stage: WireRecord): StageTotal => {
    const kind = textOf(stage['kind'])
    const state = kind === 'won' || kind === 'lost' ? STATES[kind] : STATES.open
    const own = rows.filter((each) => each.stage === stage.id && each.state === state)
    return { stage, ...add(own, [{ field: 'stage', op: 'eq', value: stage.id }, inState(state)]) }
  }
  return {
    query,
    groups: groups.map((group) => ({ process: group.process, stages: group.stages.map(ofStage) })),
    suspended: ofState('suspended'),
    cancelled: ofState('cancelled'),
    all: add(rows, []),
  }
}
