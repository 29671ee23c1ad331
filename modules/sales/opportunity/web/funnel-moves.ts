import type { Condition, FieldCondition, Measure, WireRecord } from '@perigon/contracts'
import { useAggregate, useRecordUi } from '@perigon/record-ui'
import { textOf } from '@perigon/ui'
import type { StageGroup } from './funnel-groups.ts'
import { joined, through } from './funnel-scope.ts'

const MOVED: Condition = { field: 'from_stage', op: 'not_empty' }

/** How an open stage was left: by how many, by how many of them forward, and after how many days. */
export type StageMoves = {
  readonly stage: WireRecord
  readonly left: number
  readonly forward: number
  readonly dwell: number | string | null
  readonly leftWhere: Condition
  readonly forwardWhere: Condition
}

/** Moves out of every open stage, from the history of stage changes. */
export function useMoves(conditions: readonly FieldCondition[], groups: readonly StageGroup[]) {
  const history = useRecordUi().meta.object('stage_history')
  const stages = groups.flatMap((group) =>
    group.stages
      .filter((each) => textOf(each['kind']) === 'open')
      .map((stage) => ({ stage, leftWhere: leftOf(stage), forwardWhere: forwardOf(stage, group.stages) })),
  )
  const measures = stages.flatMap((each): Measure[] => [
    { fn: 'count_distinct', field: 'opportunity', where: each.leftWhere },
    { fn: 'count_distinct', field: 'opportunity', where: each.forwardWhere },
    { fn: 'avg', field: 'dwell_days', where: each.leftWhere },
  ])
  const base: readonly Condition[] = [...through('opportunity', conditions), MOVED]
  const filter = joined(base)
  const query = useAggregate(
    history,
    { measures: [{ fn: 'count' }, { fn: 'count_distinct', field: 'opportunity' }, ...measures], ...(filter === null ? {} : { filter }) },
    stages.length > 0,
  )
  const [count = 0, known = 0, ...values] = query.data?.rows[0]?.values ?? []
  const moves = stages.map(
    (each, index): StageMoves => ({
      ...each,
      left: Number(values[index * 3] ?? 0),
      forward: Number(values[index * 3 + 1] ?? 0),
      dwell: values[index * 3 + 2] ?? null,
    }),
  )
  return { history, base, moves, count: Number(count), known: Number(known), query }
}

function leftOf(stage: WireRecord): Condition {
  return { field: 'from_stage', op: 'eq', value: stage.id }
}

function forwardOf(stage: WireRecord, stages: readonly WireRecord[]): Condition {
  const later = stages.slice(stages.indexOf(stage) + 1).filter((each) => textOf(each['kind']) !== 'lost')
  return { and: [leftOf(stage), { field: 'to_stage', op: 'in', value: later.map((each) => each.id) }] }
}
