import type { Condition } from '@perigon/contracts'
import { describe, expect, it } from 'vitest'
import { conditionOf, finished, groupOf, joinedAs, joinOf } from './condition-tree.ts'

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

  it('leaves out a figure that is compared with nothing yet', () => {
    const count: Condition = { aggregate: { relation: 'parts', fn: 'count' }, op: 'gte', value: '' }
    expect(finished(count)).toBeNull()
    expect(finished({ ...count, value: 0 })).toEqual({ ...count, value: 0 })
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

describe('how a group joins its parts', () => {
  const parts: readonly Condition[] = [{ search: 'b' }, { search: 'a' }]

  it('“none of these” refuses every one of them', () => {
    expect(joinedAs({ join: 'and', isNegated: false, parts }, 'none_of')).toEqual({ join: 'or', isNegated: true, parts })
  })

  it('what others wrote is named as it is', () => {
    const named = (condition: Condition) => {
      const group = groupOf(condition)
      return group === null ? null : joinOf(group)
    }
    expect(named({ not: { and: parts } })).toBe('not_all_of')
    expect(named({ not: { or: parts } })).toBe('none_of')
    expect(named({ not: { search: 'a' } })).toBe('none_of')
  })
})
