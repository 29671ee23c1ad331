import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import type { ObjectMeta, WireRecord } from '@perigon/contracts'
import { EmptyState, fieldText, Skeleton, states, useFieldContext, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Select } from 'antd'
import { useEffect, useRef } from 'react'
import { titleOf } from '../../core/meta-index.ts'
import { listPhrases } from '../../phrases/record-phrases.ts'
import { useActions } from '../actions/use-actions.tsx'
import type { ListModel } from '../data/use-list-model.ts'
import { Failure } from '../frame/failure.tsx'
import { BoardColumnView } from './board-column.tsx'
import { type BoardColumn, type Move, useBoardColumns } from './board-columns.ts'

/** Records as cards in columns, with totals; a card moves by drag or by its menu. */
export function Board({ model }: { readonly model: ListModel }) {
  const t = usePhrases(listPhrases)
  const s = usePhrases(states)
  const label = useLabel()
  const board = useBoardColumns(model)
  const move = useMove(model.object, board.by?.key ?? '')
  const named = useNamed(board.columns, board.by)
  useDrops(named, move)
  const { scope } = board
  if (board.error !== null && board.columns.length === 0) return <Failure error={board.error} onRetry={board.retry} />
  if (board.isPending) return <Skeleton shape="board" />
  return (
    <div className="pg-board" role="region" aria-label={t('board_of', { name: label(model.object.label.many) })}>
      {scope !== null && scope.choices.length > 1 && (
        <div className="pg-board__scope">
          <Select
            aria-label={label(scope.field.label)}
            value={scope.chosen}
            options={scope.choices.map((each) => ({ value: each.id, label: each.title }))}
            onChange={(id) => id !== null && scope.choose(id)}
          />
        </div>
      )}
      {named.length === 0 && <EmptyState kind="result" title={s('empty_result', { name: label(model.object.label.many) })} />}
      <div className="pg-board__columns">
        {named.map((column) => (
          <BoardColumnView
            key={column.key}
            model={model}
            column={column}
            columns={named}
            probability={probabilityOf(board.targets, column.key)}
            onMove={move}
          />
        ))}
      </div>
    </div>
  )
}

function useMove(object: ObjectMeta, field: string): Move {
  const actions = useActions()
  const t = usePhrases(listPhrases)
  return (record, to) =>
    void actions.change(object, record, {
      patch: { [field]: to.value },
      done: t('moved_to', { name: titleOf(object, record), stage: to.title }),
    })
}

function useNamed(columns: readonly BoardColumn[], by: ReturnType<typeof useBoardColumns>['by']): readonly BoardColumn[] {
  const locale = useLocale()
  const context = useFieldContext()
  return by?.options === undefined ? columns : columns.map((each) => ({ ...each, title: fieldText(by, each.value, { locale, context }) }))
}

function useDrops(columns: readonly BoardColumn[], move: Move): void {
  const latest = useRef({ columns, move })
  latest.current = { columns, move }
  useEffect(
    () =>
      monitorForElements({
        onDrop: ({ source, location }) => {
          const key = location.current.dropTargets[0]?.data['column']
          const { record } = source.data
          const to = latest.current.columns.find((each) => each.key === key)
          if (to !== undefined && isRecord(record) && source.data['column'] !== key) latest.current.move(record, to)
        },
      }),
    [],
  )
}

function isRecord(value: unknown): value is WireRecord {
  return typeof value === 'object' && value !== null && 'id' in value && 'version' in value
}

// Columns that carry a chance of success also show what their sum is worth by it.
function probabilityOf(targets: readonly WireRecord[], id: string): number | null {
  const value = targets.find((each) => each.id === id)?.['probability']
  return value === undefined || value === null ? null : Number(value)
}
