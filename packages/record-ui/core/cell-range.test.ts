import { describe, expect, it } from 'vitest'
import { boundsOf, oneCell, spanIn, spread, stepFrom } from './cell-range.ts'

describe('a range of cells', () => {
  const range = { anchor: { row: 4, col: 1 }, focus: { row: 2, col: 3 } }

  it('has the same corners in whichever direction it was drawn', () => {
    expect(boundsOf(range)).toEqual({ top: 2, bottom: 4, left: 1, right: 3 })
    expect(boundsOf({ anchor: range.focus, focus: range.anchor })).toEqual(boundsOf(range))
  })

  it('covers the columns between in its rows, and nothing in others', () => {
    expect([spanIn(range, 1), spanIn(range, 2), spanIn(range, 4), spanIn(range, 5)]).toEqual([null, [1, 3], [1, 3], null])
  })

  it('does not leave the list', () => {
    const size = { rows: 5, cols: 4 }
    expect(stepFrom({ row: 4, col: 3 }, [1, 1], size)).toEqual({ row: 4, col: 3 })
    expect(stepFrom({ row: 0, col: 0 }, [-1, 2], size)).toEqual({ row: 0, col: 2 })
  })
})

describe('a block on a range', () => {
  const one = boundsOf(oneCell({ row: 0, col: 0 }))
  const of = (rows: number, cols: number) => ({ top: 0, left: 0, bottom: rows - 1, right: cols - 1 })

  it('lies at the corner of a single cell, ragged rows filled up', () => {
    expect(spread([['a', 'b'], ['c']], one)).toEqual([
      ['a', 'b'],
      ['c', ''],
    ])
  })

  it('fills a range that it fits into', () => {
    expect(spread([['x']], of(2, 2))).toEqual([
      ['x', 'x'],
      ['x', 'x'],
    ])
    expect(spread([['a'], ['b']], of(4, 1))).toEqual([['a'], ['b'], ['a'], ['b']])
  })

  it('keeps its size where it does not', () => {
    expect(spread([['a'], ['b']], of(3, 1))).toEqual([['a'], ['b']])
  })
})
