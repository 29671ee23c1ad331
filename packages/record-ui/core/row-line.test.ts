import { describe, expect, it } from 'vitest'
import { type DrawnRow, nextLine } from './row-line.ts'

const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => ({ key: `r${from + at}`, index: from + at }))
const moving = { isHeld: false, isResting: false }
const resting = { isHeld: false, isResting: true }
const held = { isHeld: true, isResting: false }
const shown = (line: readonly DrawnRow[]) => line.map(({ slot, index }) => [slot, index])

describe('the rows in sight', () => {
  const start = nextLine([], rows(0, 4), resting)

  it('lend their elements to those that come into sight, in place', () => {
    expect(shown(start)).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 3],
    ])
    const scrolled = nextLine(start, rows(2, 6), moving)
    expect(shown(scrolled)).toEqual([
      [0, 4],
      [1, 5],
      [2, 2],
      [3, 3],
    ])
  })

  it('stand in the order of the list again as soon as it rests', () => {
    const scrolled = nextLine(start, rows(2, 6), moving)
    expect(shown(nextLine(scrolled, rows(2, 6), resting))).toEqual([
      [2, 2],
      [3, 3],
      [0, 4],
      [1, 5],
    ])
  })

  it('never show another record while one of them has the focus', () => {
    const scrolled = nextLine(start, rows(2, 6), held)
    expect(shown(scrolled)).toEqual([
      [2, 2],
      [3, 3],
      [4, 4],
      [5, 5],
    ])
    const back = nextLine(scrolled, rows(1, 5), held)
    expect(shown(back)).toEqual([
      [6, 1],
      [2, 2],
      [3, 3],
      [4, 4],
    ])
  })

  it('are not moved about while one of them has the focus, not even into order', () => {
    const scrolled = nextLine(start, rows(2, 6), moving)
    expect(shown(nextLine(scrolled, rows(3, 7), held))).toEqual([
      [0, 4],
      [1, 5],
      [3, 3],
      [4, 6],
    ])
  })

  it('keep their element when a list that is read anew puts them elsewhere', () => {
    const moved = nextLine(
      start,
      [
        { key: 'r3', index: 0 },
        { key: 'new', index: 1 },
        { key: 'r0', index: 2 },
      ],
      resting,
    )
    expect(moved).toEqual([
      { slot: 3, key: 'r3', index: 0 },
      { slot: 1, key: 'new', index: 1 },
      { slot: 0, key: 'r0', index: 2 },
    ])
  })

  it('become fewer and more', () => {
    const fewer = nextLine(start, rows(0, 2), moving)
    expect(shown(fewer)).toEqual([
      [0, 0],
      [1, 1],
    ])
    expect(shown(nextLine(fewer, rows(0, 4), moving))).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 3],
    ])
  })
})
