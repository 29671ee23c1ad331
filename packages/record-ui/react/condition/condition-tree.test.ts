import type { Condition } from '@perigon/contracts'
import { describe, expect, it } from 'vitest'
import { conditionOf, finished, groupOf } from './condition-tree.ts'

describe('a condition in the builder', () => {
  it('is the same after being taken apart and put together', () => {
    const conditions: readonly Condition[] = [
      { and: [] },
      { or: [{ has: 'x' }] },
      { not: { or: [{ search: 'a' }] } },
      { not: { and: [{ search: 'a' }] } },
    ]
    for (const condition of conditions) {
      const group = groupOf(condition)
      expect(group === null ? null : conditionOf(group)).toEqual(condition)
    }
  })

  it('leaves out what is not finished', () => {
    expect(finished({ and: [{ field: 'a', op: 'eq' }, { or: [{ field: 'b', op: 'in', value: [] }] }] })).toBeNull()
    expect(
      finished({
        and: [
          { field: 'a', op: 'eq', value: '' },
          { field: 'b', op: 'empty' },
        ],
      }),
    ).toEqual({ field: 'b', op: 'empty' })
    expect(finished({ has: 'parts', where: { and: [{ field: 'c', op: 'eq' }] } })).toEqual({ has: 'parts' })
  })

  it('keeps zero and false, which are values', () => {
    expect(finished({ field: 'a', op: 'eq', value: 0 })).toEqual({ field: 'a', op: 'eq', value: 0 })
    expect(finished({ field: 'a', op: 'eq', value: false })).toEqual({ field: 'a', op: 'eq', value: false })
  })

  it('keeps a negation of a single part', () => {
    const condition: Condition = { not: { and: [{ field: 'a', op: 'empty' }] } }
    expect(finished(condition)).toEqual(condition)
  })
})
