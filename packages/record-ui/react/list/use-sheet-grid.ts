import type { WireRecord } from '@perigon/contracts'
import { copyText, formatNumber, isComposing, phrase, toast, useFieldContext, useLabel, useLocale } from '@perigon/ui'
import { type ClipboardEvent, type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { boundsOf, type CellAt, type CellRange, stepFrom } from '../../core/cell-range.ts'
import { isDraft } from '../../core/sheet-notes.ts'
import { parseTsv, printTsv } from '../../core/tsv.ts'
import { sheetPhrases } from '../../phrases/sheet-phrases.ts'
import { useGo } from '../frame/record-ui-context.tsx'
import type { Column } from './columns.ts'
import type { GridProps, SheetHands } from './grid-props.ts'
import { type SheetKey, sheetKey } from './sheet-keys.ts'
import type { useActiveCell } from './use-active-cell.ts'
import { useSheetPaste } from './use-sheet-paste.tsx'
import { isFillable, useSheetWrites } from './use-sheet-writes.ts'

type Cells = ReturnType<typeof useActiveCell>

/** The list as a spreadsheet: a range of cells, typing, copying, pasting, filling, emptying, taking back. */
export function useSheetGrid(props: GridProps, cells: Cells) {
  const { sheet } = props
  const [anchor, setAnchor] = useState<CellAt | null>(null)
  const [typing, setTyping] = useState<string | null>(null)
  const range: CellRange = { anchor: anchor ?? cells.active, focus: cells.active }
  const { active } = cells
  const refuse = useRefusal()
  useStart(sheet.isOn, cells)
  const goTo = (at: CellAt, extend: boolean) => {
    setAnchor(extend ? range.anchor : null)
    cells.go(at)
  }
  const commit = useCommit(props, { active, typing, setTyping })
  const keys = useKeyRunner(props, { cells, range, typing, setTyping, setAnchor, goTo, commit })
  const clipboard = useClipboard(props, range)
  const now = { goTo, commit, refuse, typing, active, setTyping, column: props.columns[active.col] }
  const latest = useRef(now)
  latest.current = now
  const hands = useMemo(() => handsOf(latest), [])
  const onKeyDown = (event: KeyboardEvent) => {
    if (!sheet.isOn || cells.isEditing || isComposing(event) || !isCatcher(event.target)) return
    const key = sheetKey(event, typing !== null)
    // Letters are text here and no shortcuts of the page.
    if (key === null) return event.ctrlKey || event.metaKey || event.altKey ? undefined : event.stopPropagation()
    event.preventDefault()
    event.stopPropagation()
    keys(key, event.target)
  }
  const unlessTyping = (run: (event: ClipboardEvent) => void) => (event: ClipboardEvent) => {
    if (!sheet.isOn || typing !== null || !isCatcher(event.target)) return
    event.preventDefault()
    run(event)
  }
  const bounds = boundsOf(range)
  return {
    range: sheet.isOn && (bounds.top !== bounds.bottom || bounds.left !== bounds.right) ? range : null,
    typing: sheet.isOn ? typing : null,
    hands: sheet.isOn ? hands : null,
    onKeyDown,
    onCopy: unlessTyping(clipboard.copy),
    onCut: unlessTyping(clipboard.cut),
    onPaste: unlessTyping(clipboard.paste),
    goTo,
  }
}

function isCatcher(target: EventTarget): target is HTMLTextAreaElement {
  return target instanceof HTMLTextAreaElement && target.dataset['catcher'] !== undefined
}

// Switched on, the chosen cell has the focus at once.
function useStart(isOn: boolean, cells: Cells): void {
  const latest = useRef(cells)
  latest.current = cells
  useEffect(() => {
    if (isOn) latest.current.go(latest.current.active)
  }, [isOn])
}

type Latest = {
  readonly current: {
    readonly goTo: (at: CellAt, extend: boolean) => void
    readonly commit: () => void
    readonly refuse: (column: Column) => void
    readonly typing: string | null
    readonly setTyping: (text: string | null) => void
    readonly column: Column | undefined
    readonly active: CellAt
  }
}

function handsOf(latest: Latest): SheetHands {
  return {
    press: (at, extend) => {
      latest.current.commit()
      latest.current.goTo(at, extend)
    },
    drag: (at) => {
      const { row, col } = latest.current.active
      if (row !== at.row || col !== at.col) latest.current.goTo(at, true)
    },
    type: (text) => {
      const { column, typing, setTyping, refuse } = latest.current
      if (column !== undefined && !isFillable(column)) {
        if (typing === null) refuse(column)
        return setTyping(null)
      }
      setTyping(text)
    },
    leave: () => latest.current.commit(),
  }
}

function useRefusal(): (column: Column) => void {
  const label = useLabel()
  return (column) => toast({ text: phrase(sheetPhrases, 'read_only', { field: label(column.field.label) }), tone: 'info' })
}

/** What was typed goes to the server, to be read there like an imported cell. */
function useCommit(
  props: GridProps,
  state: { readonly active: CellAt; readonly typing: string | null; readonly setTyping: (text: string | null) => void },
): () => void {
  const locale = useLocale()
  const context = useFieldContext()
  const { items, columns, sheet } = props
  return () => {
    const { active, typing, setTyping } = state
    if (typing === null) return
    setTyping(null)
    const item = items[active.row]
    const column = columns[active.col]
    if (item?.kind !== 'record' || column === undefined) return
    const { record } = item
    const before = sheet.notes.get(record.id)?.[column.path]?.text ?? copyText(column.field, record[column.path], { locale, context })
    if (typing === before && !isDraft(record)) return
    void sheet.send([{ record, cells: { [column.path]: { text: typing } } }])
  }
}

type KeyState = {
  readonly cells: Cells
  readonly range: CellRange
  readonly typing: string | null
  readonly setTyping: (text: string | null) => void
  readonly setAnchor: (at: CellAt | null) => void
  readonly goTo: (at: CellAt, extend: boolean) => void
  readonly commit: () => void
}

function useKeyRunner(props: GridProps, state: KeyState) {
  const go = useGo()
  const writes = useSheetWrites(props)
  const refuse = useRefusal()
  const { items, columns, sheet, object } = props
  const { cells, range } = state
  const recordAt = (row: number): WireRecord | null => {
    const item = items[row]
    return item?.kind === 'record' ? item.record : null
  }
  const step = (by: readonly [number, number], extend: boolean) => {
    const size = { rows: items.length, cols: columns.length }
    let at = stepFrom(cells.active, by, size)
    // Heads of groups are no cells.
    const way = by[0] < 0 ? -1 : 1
    while (recordAt(at.row) === null && at.row + way >= 0 && at.row + way < items.length) at = { ...at, row: at.row + way }
    if (recordAt(at.row) !== null) state.goTo(at, extend)
  }
  const edit = () => {
    const { row, col } = cells.active
    const record = recordAt(row)
    const column = columns[col]
    if (record === null || column === undefined) return
    const note = sheet.notes.get(record.id)?.[column.path]
    if (!isFillable(column)) refuse(column)
    else if (note !== undefined || isDraft(record)) state.setTyping(note?.text ?? '')
    else cells.edit(row, col)
  }
  const leave = () => {
    const { top, bottom, left, right } = boundsOf(range)
    if (top === bottom && left === right) sheet.setOn(false)
    state.setAnchor(null)
  }
  return (key: SheetKey, field: HTMLTextAreaElement): void => {
    if (key.do === 'step') step(key.step, key.extend)
    else if (key.do === 'commit') {
      state.commit()
      step(key.step, false)
    } else if (key.do === 'line') {
      field.setRangeText('\n', field.selectionStart, field.selectionEnd, 'end')
      state.setTyping(field.value)
    } else if (key.do === 'edit') edit()
    else if (key.do === 'cancel') state.setTyping(null)
    else if (key.do === 'leave') leave()
    else if (key.do === 'empty') writes.empty(boundsOf(range))
    else if (key.do === 'fill') writes.fillDown(boundsOf(range))
    else if (key.do === 'undo') void sheet.undo()
    else if (key.do === 'open') {
      const record = recordAt(cells.active.row)
      if (record !== null && !isDraft(record)) go(`/${object.path}/${record.id}`)
    } else {
      state.setAnchor({ row: 0, col: 0 })
      cells.go({ row: items.length - 1, col: columns.length - 1 })
    }
  }
}

function useClipboard(props: GridProps, range: CellRange) {
  const locale = useLocale()
  const context = useFieldContext()
  const paste = useSheetPaste(props)
  const writes = useSheetWrites(props)
  const { items, columns, sheet } = props
  const copy = (event: ClipboardEvent) => {
    const { top, bottom, left, right } = boundsOf(range)
    const chosen = columns.slice(left, right + 1)
    const rows = items.slice(top, bottom + 1).flatMap((item) => {
      if (item.kind !== 'record') return []
      const notes = sheet.notes.get(item.record.id)
      return [chosen.map(({ path, field }) => notes?.[path]?.text ?? copyText(field, item.record[path], { locale, context }))]
    })
    event.clipboardData.setData('text/plain', printTsv(rows))
    const n = rows.length * chosen.length
    if (n > 1) toast({ text: phrase(sheetPhrases, 'copied', { n: formatNumber(n, locale) }), tone: 'info' })
  }
  return {
    copy,
    cut: (event: ClipboardEvent) => {
      copy(event)
      writes.empty(boundsOf(range))
    },
    paste: (event: ClipboardEvent) => {
      const text = event.clipboardData.getData('text/plain')
      if (text !== '') void paste(parseTsv(text), boundsOf(range))
    },
  }
}
