import type { Condition, Measure, ObjectMeta, WireRecord } from '@perigon/contracts'
import { useAggregate } from '@perigon/record-ui'
import { textOf } from '@perigon/ui'
import type { StageGroup } from './funnel-groups.ts'
import { type FunnelPart, inState, joined } from './funnel-scope.ts'

/** How many opportunities ever came as far as a stage. */
export type ReachedStage = {
  readonly stage: WireRecord
  readonly count: number
  readonly amount: number
  readonly conditions: readonly Condition[]
}

/** Stage by stage, how many came that far: they stand there or later, or their history knows that they once did. */
export function useReached({ object, conditions, groups }: FunnelPart & { readonly groups: readonly StageGroup[] }) {
  const steps = groups.flatMap((group) => stepsOf(object, group))
  const measures = steps.flatMap(({ where }): Measure[] => [
    { fn: 'count', where },
    { fn: 'sum', field: 'amount', where },
  ])
  const filter = joined(conditions)
  const query = useAggregate(object, { measures, ...(filter === null ? {} : { filter }) }, measures.length > 0)
  const values = query.data?.rows[0]?.values ?? []
  const reached = steps.map(({ process, stage, where }, index): ReachedStage & { readonly process: WireRecord } => ({
    process,
    stage,
    count: Number(values[index * 2] ?? 0),
    amount: Number(values[index * 2 + 1] ?? 0),
    conditions: [...conditions, where],
  }))
  return {
    isReady: query.data !== undefined,
    groups: groups.map(({ process }) => ({ process, stages: reached.filter((each) => each.process === process) })),
  }
}

function stepsOf(object: ObjectMeta, { process, stages }: StageGroup) {
  const path = stages.filter((each) => textOf(each['kind']) !== 'lost')
  return path.map((stage, index) => ({ process, stage, where: whereOf(object, { process, path, index }) }))
}

type Place = { readonly process: WireRecord; readonly path: readonly WireRecord[]; readonly index: number }

function whereOf(object: ObjectMeta, { process, path, index }: Place): Condition {
  const own: Condition = { field: 'process', op: 'eq', value: process.id }
  if (index === 0) return own
  if (textOf(path[index]?.['kind']) === 'won') return { and: [own, inState('won')] }
  const later = path.slice(index).map((each) => each.id)
  const history = object.relations.find((each) => each.object === 'stage_history')
  const now: Condition = { field: 'stage', op: 'in', value: later }
  return history === undefined ? now : { or: [now, { has: history.key, where: { field: 'to_stage', op: 'in', value: later } }] }
}
