import type { WireRecord } from '@perigon/contracts'
import { copyText, fieldUi, formatNumber, phrase, useFieldContext, useLocale } from '@perigon/ui'
import type { Bounds } from '../../core/cell-range.ts'
import { type Edit, isDraft } from '../../core/sheet-notes.ts'
import { sheetPhrases } from '../../phrases/sheet-phrases.ts'
import type { Column } from './columns.ts'
import type { GridProps } from './grid-props.ts'

/** Whether cells of a column may be filled in. */
export function isFillable(column: Column): boolean {
  return column.isEditable && column.field.masked !== true
}

/** Emptying a range and filling it down. */
export function useSheetWrites({ items, columns, sheet }: GridProps) {
  const locale = useLocale()
  const context = useFieldContext()
  const rowsIn = (top: number, bottom: number): readonly WireRecord[] =>
    items.slice(top, bottom + 1).flatMap((item) => (item.kind === 'record' ? [item.record] : []))
  const left = (chosen: readonly Column[], rows: number): readonly string[] => {
    const n = chosen.filter((each) => !isFillable(each)).length * rows
    return n === 0 ? [] : [phrase(sheetPhrases, 'skipped', { n: formatNumber(n, locale) })]
  }
  const empty = (bounds: Bounds) => {
    const chosen = columns.slice(bounds.left, bounds.right + 1)
    const rows = rowsIn(bounds.top, bounds.bottom)
    const cells = Object.fromEntries(chosen.filter(isFillable).map(({ path }) => [path, { text: '' }]))
    const edits = rows.map((record): Edit => ({ record, cells }))
    void sheet.send(Object.keys(cells).length === 0 ? [] : edits, left(chosen, rows.length))
  }
  const fillDown = (bounds: Bounds) => {
    // One row alone takes from the row above, as spreadsheets do.
    const isOneRow = bounds.top === bounds.bottom
    const [source, ...rest] = rowsIn(isOneRow ? bounds.top - 1 : bounds.top, bounds.bottom)
    if (source === undefined || rest.length === 0 || (isOneRow && bounds.top === 0)) return
    const chosen = columns.slice(bounds.left, bounds.right + 1)
    const cells = Object.fromEntries(
      chosen.filter(isFillable).map(({ path, field }) => {
        const note = sheet.notes.get(source.id)?.[path]
        if (note !== undefined || isDraft(source)) return [path, { text: note?.text ?? '' }]
        const value = source[path] ?? null
        return [path, { text: copyText(field, value, { locale, context }), value: fieldUi(field).toWire(value) }]
      }),
    )
    const edits = rest.map((record): Edit => ({ record, cells: isDraft(record) ? textsOf(cells) : cells }))
    void sheet.send(Object.keys(cells).length === 0 ? [] : edits, left(chosen, rest.length))
  }
  return { empty, fillDown }
}

function textsOf(cells: Edit['cells']): Edit['cells'] {
  return Object.fromEntries(Object.entries(cells).map(([path, { text }]) => [path, { text }]))
}
