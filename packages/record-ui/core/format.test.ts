import type { Condition } from '@perigon/contracts'
import { describe, expect, it } from 'vitest'
import { cellFormat, heldFormats, rowFormat, toneClass } from './format.ts'
import type { Format } from './list-state.ts'

const condition: Condition = { search: 'x' }
const formats: readonly Format[] = [
  { name: 'late', condition, tone: 'danger', column: 'due' },
  { name: 'soon', condition, tone: 'warn', column: null },
  { name: 'big', condition, tone: 'info', column: null },
]

describe('colours by rule', () => {
  it('of several rules for the same place the first counts', () => {
    const held = heldFormats(formats, { id: '1', version: 1, $marks: [0, 1, 2] })
    expect([rowFormat(held)?.name, cellFormat(held, 'due')?.name, cellFormat(held, 'name')?.name]).toEqual(['soon', 'late', undefined])
    expect([toneClass(rowFormat(held)), toneClass(cellFormat(held, 'name'))]).toEqual(['pg-tone pg-tone--warn', ''])
  })

  it('a record without marks has no colour', () => {
    expect(heldFormats(formats, { id: '1', version: 1 })).toEqual([])
    expect(heldFormats(formats, { id: '1', version: 1, $marks: [] })).toEqual([])
    expect(heldFormats([], { id: '1', version: 1, $marks: [0] })).toEqual([])
  })
})
