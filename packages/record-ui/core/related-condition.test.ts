import type { AggregateCondition, Condition } from '@perigon/contracts'
import { describe, expect, it } from 'vitest'
import { relatedAs, withFigure, withLeast, withRelation, withWhere } from './related-condition.ts'

const where: Condition = { field: 'day', op: 'not_empty' }

describe('a condition on related records', () => {
  it('keeps its narrowing when it is asked in another way, and loses it with another relation', () => {
    expect(relatedAs({ has: 'visits', where, min: 3 }, 'has_no')).toEqual({ has_no: 'visits', where })
    expect(relatedAs({ has_no: 'visits', where }, 'aggregate')).toEqual({
      aggregate: { relation: 'visits', fn: 'count', where },
      op: 'gte',
      value: 1,
    })
    expect(withRelation({ has_no: 'visits', where }, 'orders')).toEqual({ has_no: 'orders' })
    expect(relatedAs({ has: 'visits', min: 3 }, 'has')).toEqual({ has: 'visits', min: 3 })
  })

  it('one at least is the same as any', () => {
    expect(withLeast({ has: 'visits', min: 3, where }, 1)).toEqual({ has: 'visits', where })
    expect(withLeast({ has: 'visits' }, 2)).toEqual({ has: 'visits', min: 2 })
  })

  it('asks anew what a figure of another field is compared with', () => {
    const sum: AggregateCondition = { aggregate: { relation: 'orders', fn: 'count' }, op: 'gte', value: 1 }
    const other = withFigure(sum, { fn: 'sum', field: 'amount' })
    expect(other.value).toBe('')
    expect(withFigure({ ...other, value: 5 }, { fn: 'avg', field: 'amount' })).toMatchObject({ value: 5, aggregate: { fn: 'avg' } })
  })

  it('loses a narrowing that is taken away', () => {
    expect(withWhere({ aggregate: { relation: 'orders', fn: 'count', where }, op: 'gte', value: 1 }, undefined)).toEqual({
      aggregate: { relation: 'orders', fn: 'count' },
      op: 'gte',
      value: 1,
    })
  })
})
