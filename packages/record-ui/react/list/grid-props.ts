import type { ObjectMeta, WireRecord } from '@perigon/contracts'
import type { CellAt } from '../../core/cell-range.ts'
import type { CatcherHands } from '../sheet/sheet-catcher.tsx'
import type { Format } from '../../core/list-state.ts'
import type { Column } from './columns.ts'
import type { HeaderActions } from './grid-header.tsx'
import type { GridItem } from './grid-items.ts'
import type { Sheet } from '../sheet/use-sheet.ts'
import type { Selection } from './selection.ts'

/** What the list needs to draw itself. */
export type GridProps = {
  readonly object: ObjectMeta
  readonly columns: readonly Column[]
  readonly items: readonly GridItem[]
  readonly total: number | null
  /** Colours by rule. */
  readonly formats: readonly Format[]
  readonly groupBy: Column | null
  readonly onToggleGroup: (key: string) => void
  readonly hasMore: boolean
  readonly isBusy: boolean
  readonly onMore: () => Promise<void>
  readonly selection: Selection
  /** Filling in like a spreadsheet, and what was typed and is not saved. */
  readonly sheet: Sheet
  /** Offers what can be done with a row. */
  readonly onMenu: (record: WireRecord) => void
  readonly header: HeaderActions
  /** Scroll position is kept under this name. */
  readonly place: string
}

/** The chosen cell within its row. */
export type CellState = { readonly col: number; readonly isEditing: boolean; readonly savedPath: string | null }

/** What rows of a spreadsheet do with mouse and text; the same object as long as the list lives. */
export type SheetHands = CatcherHands & {
  readonly press: (at: CellAt, extend: boolean) => void
  readonly drag: (at: CellAt) => void
}
