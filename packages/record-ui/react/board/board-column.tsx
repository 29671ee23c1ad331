import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import type { ObjectMeta } from '@perigon/contracts'
import {
  formatMoney,
  formatMoneyShort,
  formatNumber,
  general,
  Skeleton,
  useFieldContext,
  useLabel,
  useLocale,
  usePhrases,
} from '@perigon/ui'
import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { listHref } from '../../core/list-state.ts'
import { listPhrases } from '../../phrases/record-phrases.ts'
import { usePages } from '../data/queries.ts'
import { type ListModel, marksOf } from '../data/use-list-model.ts'
import { GoLink } from '../frame/go-link.tsx'
import { BoardCard } from './board-card.tsx'
import type { BoardColumn, Move } from './board-columns.ts'

/** A column: its count, sum and weighted sum, and its cards, paged. */
export function BoardColumnView(props: {
  readonly model: ListModel
  readonly column: BoardColumn
  readonly columns: readonly BoardColumn[]
  readonly probability: number | null
  readonly onMove: Move
}) {
  const t = usePhrases(listPhrases)
  const { model, column } = props
  const { object } = model
  const [root, isOver] = useDropTarget(column.key)
  const card = object.board?.card ?? []
  const pages = usePages(object, {
    filter: column.filter,
    limit: 30,
    sort: model.config.sort,
    fields: [
      ...new Set([object.title, object.board?.by ?? '', ...(object.board?.sum === undefined ? [] : [object.board.sum]), ...card]),
    ].filter(Boolean),
    ...marksOf(model.formats),
  })
  const rows = (pages.data?.pages ?? []).flatMap((page) => page.data)
  return (
    <section ref={root} className={isOver ? 'pg-board__column pg-board__column--over' : 'pg-board__column'} aria-label={column.title}>
      <ColumnHead object={object} column={column} probability={props.probability} />
      <ul>
        {pages.data === undefined && <Skeleton shape="cards" rows={3} />}
        {pages.data !== undefined && rows.length === 0 && <li className="pg-board__empty">{t('board_empty')}</li>}
        {rows.map((record) => (
          <BoardCard
            key={record.id}
            object={object}
            record={record}
            column={column}
            columns={props.columns}
            formats={model.formats}
            onMove={props.onMove}
          />
        ))}
        {pages.hasNextPage && (
          <li>
            <Button block size="small" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
              {t('load_more')}
            </Button>
          </li>
        )}
      </ul>
    </section>
  )
}

function ColumnHead(props: { readonly object: ObjectMeta; readonly column: BoardColumn; readonly probability: number | null }) {
  const t = usePhrases(listPhrases)
  const words = usePhrases(general)
  const label = useLabel()
  const locale = useLocale()
  const { currency } = useFieldContext()
  const { object, column, probability } = props
  const { beside } = column
  const sum = column.sum === null ? null : Number(column.sum)
  return (
    <header>
      <h2>{column.title}</h2>
      <GoLink
        className="pg-count pg-number"
        href={listHref(object, column.filter)}
        aria-label={`${formatNumber(column.count, locale)} · ${column.title} · ${words('view_all')}`}
      >
        {formatNumber(column.count, locale)}
      </GoLink>
      {(sum !== null || beside !== null) && (
        <p className="pg-number">
          {sum !== null && <b title={formatMoney(sum, currency, locale)}>{formatMoneyShort(sum, currency, locale)}</b>}
          {sum !== null && probability !== null && probability > 0 && probability < 100 && (
            <span className="pg-muted"> · {t('weighted', { amount: formatMoneyShort((sum * probability) / 100, currency, locale) })}</span>
          )}
          {beside !== null && (
            <GoLink className="pg-board__beside" href={listHref(object, beside.filter)}>
              {label(beside.label)} {formatNumber(beside.count, locale)}
            </GoLink>
          )}
        </p>
      )}
    </header>
  )
}

function useDropTarget(column: string) {
  const root = useRef<HTMLElement>(null)
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    const element = root.current
    if (element === null) return
    return dropTargetForElements({
      element,
      getData: () => ({ column }),
      canDrop: ({ source }) => source.data['column'] !== column,
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    })
  }, [column])
  return [root, isOver] as const
}
