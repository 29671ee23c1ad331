/** A place in a list: row and column, counted from 0. */
export type CellAt = { readonly row: number; readonly col: number }
/** Cells from where the choice began to where it is now. */
export type CellRange = { readonly anchor: CellAt; readonly focus: CellAt }
export type Bounds = { readonly top: number; readonly left: number; readonly bottom: number; readonly right: number }

/** A range of one cell. */
export function oneCell(at: CellAt): CellRange {
  return { anchor: at, focus: at }
}

/** The corners of a range, whatever the direction in which it was drawn. */
export function boundsOf({ anchor, focus }: CellRange): Bounds {
  return {
    top: Math.min(anchor.row, focus.row),
    bottom: Math.max(anchor.row, focus.row),
    left: Math.min(anchor.col, focus.col),
    right: Math.max(anchor.col, focus.col),
  }
}

/** The first and last column of a range in a row; null: it does not touch the row. */
export function spanIn(range: CellRange, row: number): readonly [number, number] | null {
  const { top, bottom, left, right } = boundsOf(range)
  return row < top || row > bottom ? null : [left, right]
}

/** A cell some steps away, inside the list. */
export function stepFrom(at: CellAt, step: readonly [number, number], size: { readonly rows: number; readonly cols: number }): CellAt {
  const within = (value: number, count: number): number => Math.max(0, Math.min(count - 1, value))
  return { row: within(at.row + step[0], size.rows), col: within(at.col + step[1], size.cols) }
}

/**
 * What lands where when a block is pasted on a range: a range that the block fits into several times is filled with it, as
 * spreadsheets do; else the block lies at its upper left corner.
 */
export function spread(block: readonly (readonly string[])[], bounds: Bounds): readonly (readonly string[])[] {
  const wide = Math.max(...block.map((row) => row.length))
  const [rows, cols] = [bounds.bottom - bounds.top + 1, bounds.right - bounds.left + 1]
  const height = rows % block.length === 0 ? rows : block.length
  const width = cols % wide === 0 ? cols : wide
  return Array.from({ length: height }, (_, row) => {
    const source = block[row % block.length] ?? []
    return Array.from({ length: width }, (_, col) => source[col % wide] ?? '')
  })
}
