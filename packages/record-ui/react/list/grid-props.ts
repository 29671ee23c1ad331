import type { ObjectMeta, WireRecord } from '@perigon/contracts'
import type { Format } from '../../core/list-state.ts'
import type { Column } from './columns.ts'
import type { HeaderActions } from './grid-header.tsx'
import type { GridItem } from './grid-items.ts'
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
  readonly onMore: () => void
  readonly selection: Selection
  /** Offers what can be done with a row. */
  readonly onMenu: (record: WireRecord) => void
  readonly header: HeaderActions
  /** Scroll position is kept under this name. */
  readonly place: string
}
