import { MAX_SHEET_CELLS, type WireRecord } from '@perigon/contracts'
import { formatNumber, phrase, toast, useLocale } from '@perigon/ui'
import { lazy, useRef } from 'react'
import { type Bounds, spread } from '../../core/cell-range.ts'
import { draftRow, type Edit, isDraft } from '../../core/sheet-notes.ts'
import { sheetPhrases } from '../../phrases/sheet-phrases.ts'
import { useOverlay } from '../frame/overlays.tsx'
import { tooMany } from '../sheet/use-sheet.ts'
import type { Column } from './columns.ts'
import type { GridItem } from './grid-items.ts'
import type { GridProps } from './grid-props.ts'
import { isFillable } from './use-sheet-writes.ts'

const ExtraRows = lazy(async () => ({ default: (await import('../sheet/extra-rows-dialog.tsx')).ExtraRowsDialog }))

type Choice = 'create' | 'only' | 'nothing'

/** Lays a block of texts over the list from the chosen cell on. */
export function useSheetPaste(props: GridProps) {
  const locale = useLocale()
  const show = useOverlay()
  const latest = useRef(props)
  latest.current = props
  const ask = (count: number): Promise<Choice> =>
    new Promise((resolve) =>
      show((close) => {
        const choose = (choice: Choice) => {
          close()
          resolve(choice)
        }
        return <ExtraRows object={props.object} count={count} onChoose={choose} />
      }),
    )
  return async (block: readonly (readonly string[])[], bounds: Bounds): Promise<void> => {
    const matrix = spread(block, bounds)
    const n = matrix.length * (matrix[0]?.length ?? 0)
    if (n > MAX_SHEET_CELLS) return toast({ text: tooMany(n, locale), tone: 'error' })
    await loaded(latest, { from: bounds.top, count: matrix.length })
    const { items, columns, object, groupBy, sheet } = latest.current
    const rows: readonly WireRecord[] = recordsFrom(items, bounds.top).slice(0, matrix.length)
    const extra = matrix.length - rows.length
    const mayCreate = object.can.create && groupBy === null
    const choice = extra > 0 && mayCreate ? await ask(extra) : 'only'
    if (choice === 'nothing') return
    const fresh = choice === 'create' ? Array.from({ length: extra }, () => draftRow(sheet.nextDraft())) : []
    const chosen = columns.slice(bounds.left, bounds.left + (matrix[0]?.length ?? 0))
    const edits = [...rows, ...fresh].map((record, at): Edit => ({ record, cells: cellsOf(matrix[at] ?? [], chosen) }))
    const say = (key: 'skipped' | 'cut_off' | 'cut_columns', count: number): readonly string[] =>
      count === 0 ? [] : [phrase(sheetPhrases, key, { n: formatNumber(count, locale) })]
    await sheet.send(
      edits.filter(({ record, cells }) =>
        isDraft(record) ? Object.values(cells).some(({ text }) => text !== '') : Object.keys(cells).length > 0,
      ),
      [
        ...say('skipped', chosen.filter((each) => !isFillable(each)).length * edits.length),
        ...say('cut_columns', (matrix[0]?.length ?? 0) - chosen.length),
        ...say('cut_off', choice === 'create' ? 0 : extra),
      ],
    )
  }
}

function cellsOf(texts: readonly string[], columns: readonly Column[]): Edit['cells'] {
  return Object.fromEntries(
    columns.flatMap((column, at): [string, { readonly text: string }][] =>
      isFillable(column) ? [[column.path, { text: texts[at] ?? '' }]] : [],
    ),
  )
}

function recordsFrom(items: readonly GridItem[], top: number): readonly WireRecord[] {
  return items.slice(top).flatMap((item) => (item.kind === 'record' ? [item.record] : []))
}

/** Rows that a list has not loaded yet are there, not missing: they are fetched before it counts as too short. */
async function loaded(
  latest: { readonly current: GridProps },
  { from, count }: { readonly from: number; readonly count: number },
): Promise<void> {
  const enough = () => recordsFrom(latest.current.items, from).length >= count
  while (!enough() && latest.current.hasMore) {
    const before = latest.current.items.length
    await latest.current.onMore()
    await new Promise((resolve) => setTimeout(resolve, 0))
    if (latest.current.items.length === before) return
  }
}
