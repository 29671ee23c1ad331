import type { Condition, FieldMeta, Json, Label, Measure, ObjectMeta, WireRecord } from '@perigon/contracts'
import { linkOf } from '@perigon/ui'
import { useState } from 'react'
import { allOf, equals } from '../../core/list-state.ts'
import { fieldOf, narrowing, titleOf } from '../../core/meta-index.ts'
import { useAggregate, usePage } from '../data/queries.ts'
import type { ListModel } from '../data/use-list-model.ts'
import { useRecordUi } from '../frame/record-ui-context.tsx'

/** A column of the board: one value of the field it is split by. */
export type BoardColumn = {
  readonly key: string
  readonly value: Json
  readonly title: string
  readonly filter: Condition
  /** What stands in the column but is not counted, when there is any. */
  readonly beside: { readonly count: number; readonly label: Label; readonly filter: Condition } | null
  readonly count: number
  readonly sum: string | number | null
}

/** Moves a card into a column; the answer may be a form for what the column requires. */
export type Move = (record: WireRecord, to: BoardColumn) => void

/** What the columns depend on: a stage list depends on the process, so one process is shown at a time. */
export type BoardScope = {
  readonly field: FieldMeta
  readonly object: ObjectMeta
  readonly choices: readonly { readonly id: string; readonly title: string }[]
  readonly chosen: string | null
  readonly choose: (id: string) => void
}

/** Columns of a board with their totals, and the choice that narrows them. */
export function useBoardColumns(model: ListModel) {
  const { meta } = useRecordUi()
  const { object } = model
  const board = object.board
  const by = board === undefined ? undefined : fieldOf(object, board.by)
  const target = by?.target === undefined ? undefined : meta.object(by.target)
  const scope = useScope(object, by)
  const narrowed = scope === null || scope.chosen === null ? null : equals(scope.field.key, scope.chosen)
  const targets = usePage(
    target,
    {
      limit: 50,
      ...(target === undefined || target.sort.length === 0 ? {} : { sort: target.sort }),
      ...(scope === null || narrowed === null ? {} : { filter: narrowed }),
    },
    scope === null || scope.chosen !== null,
  )
  const totals = useTotals(model, { by, narrowed, isReady: scope === null || scope.chosen !== null })
  const column = (value: Json, id: string | null, title: string): BoardColumn => ({ key: id ?? '', value, title, ...totals.of(id) })
  const fromLinks = (targets.data?.data ?? []).map((each) => {
    const title = target === undefined ? '' : titleOf(target, each)
    return column({ id: each.id, title }, each.id, title)
  })
  const fromOptions = (by?.options ?? []).map((each) => column(each.value, each.value, each.value))
  return {
    by,
    scope,
    columns: target === undefined ? fromOptions : fromLinks,
    targets: targets.data?.data ?? [],
    isPending: target !== undefined && targets.isPending,
    error: targets.error ?? totals.error,
    retry: () => void Promise.all([targets.refetch(), totals.refetch()]),
  }
}

type Split = { readonly by: FieldMeta | undefined; readonly narrowed: Condition | null; readonly isReady: boolean }

function useTotals(model: ListModel, { by, narrowed, isReady }: Split) {
  const { object, config, address } = model
  const narrowing = useRecordUi().objectWeb(object.key).board
  const usual = narrowing === undefined || speaksOf(config.filter, narrowing.usual.field) ? null : narrowing.usual
  const all = allOf(model.filter, narrowed, address.q === '' ? null : { search: address.q })
  const where = usual === null ? {} : { where: usual }
  const sum = object.board?.sum
  const measures: readonly Measure[] = [
    { fn: 'count', ...where },
    ...(sum === undefined ? [] : [{ fn: 'sum' as const, field: sum, ...where }]),
    ...(narrowing === undefined ? [] : [{ fn: 'count' as const, where: narrowing.beside.condition }]),
  ]
  const group = [{ field: by?.key ?? object.title }]
  const totals = useAggregate(
    object,
    { measures, group, limit: 200, ...(all === null ? {} : { filter: all }) },
    by !== undefined && isReady,
  )
  const of = (id: string | null) => {
    const values = totals.data?.rows.find((row) => (linkOf(row.keys[0])?.id ?? row.keys[0] ?? null) === id)?.values ?? []
    const own = allOf(all, equals(by?.key ?? '', id)) ?? { and: [] }
    const besides = Number(values[measures.length - 1] ?? 0)
    const beside =
      usual === null || narrowing === undefined || besides === 0
        ? null
        : { count: besides, label: narrowing.beside.label, filter: allOf(own, narrowing.beside.condition) ?? own }
    const filter = allOf(own, usual) ?? own
    return { filter, count: Number(values[0] ?? 0), sum: sum === undefined ? null : (values[1] ?? null), beside }
  }
  return { ...totals, of }
}

function speaksOf(filter: Condition | null, field: string): boolean {
  return JSON.stringify(filter).includes(`"field":"${field}"`)
}

function useScope(object: ObjectMeta, by: FieldMeta | undefined): BoardScope | null {
  const { meta } = useRecordUi()
  const [picked, setPicked] = useState<string | null>(() => localStorage.getItem(`perigon.board.${object.key}`))
  const key = by === undefined ? undefined : narrowing(meta, object, by)[0]
  const field = key === undefined ? undefined : fieldOf(object, key)
  const target = field?.target === undefined ? undefined : meta.object(field.target)
  const page = usePage(target, { limit: 50, ...(target === undefined || target.sort.length === 0 ? {} : { sort: target.sort }) })
  if (field === undefined || target === undefined) return null
  const rows = page.data?.data ?? []
  const choices = rows.map((each) => ({ id: each.id, title: titleOf(target, each) }))
  const preferred = rows.find((each) => each['is_default'] === true)?.id ?? choices[0]?.id ?? null
  return {
    field,
    object: target,
    choices,
    chosen: choices.some((each) => each.id === picked) ? picked : preferred,
    choose: (id) => {
      localStorage.setItem(`perigon.board.${object.key}`, id)
      setPicked(id)
    },
  }
}
