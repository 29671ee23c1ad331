import { describe, expect, it } from 'vitest'
import { wrongCondition } from './rule-condition.ts'
import { readSteps } from './steps.ts'

const ID = '01900000-0000-7000-8000-000000000001'
const wrong = (steps: unknown, object = 'customer') => readSteps(steps, object).wrong?.en

describe('the steps of a ladder', () => {
  it('are kept with what belongs to each and nothing else', () => {
    const { steps } = readSteps(
      [
        { key: 'a', after: 3, tell: 'owner', pool: ID, more: 1 },
        { key: 'b', after: 9, tell: 'pool', pool: ID },
      ],
      'customer',
    )
    expect(steps).toEqual([
      { key: 'a', after: 3, tell: 'owner', person: null, role: null, pool: null },
      { key: 'b', after: 9, tell: 'pool', person: null, role: null, pool: ID },
    ])
  })

  it('are refused with the step that is wrong and why', () => {
    const owner = { key: 'a', after: 3, tell: 'owner' }
    expect(wrong([])).toBe('A ladder needs at least one step')
    expect(wrong('owner')).toBe('A ladder needs at least one step')
    expect(wrong(Array.from({ length: 9 }, (_, index) => ({ key: `s${index}`, after: index, tell: 'owner' })))).toBe(
      'A ladder has at most 8 steps',
    )
    expect(wrong([{ key: 'a', after: '3', tell: 'owner' }])).toBe('Step 1: it is malformed')
    expect(wrong([{ key: 'a', after: 3, tell: 'everybody' }])).toBe('Step 1: it is malformed')
    expect(wrong([{ key: 'a', after: 2.5, tell: 'owner' }])).toBe('Step 1: the days must be a whole number from 0 to 3650')
    expect(wrong([owner, { key: 'b', after: 3, tell: 'manager' }])).toBe('Step 2: the days must be more than the 3 of the step before')
    expect(wrong([owner, { key: 'a', after: 5, tell: 'manager' }])).toBe('Step 2: it is there twice')
    expect(wrong([owner, { key: 'b', after: 5, tell: 'person', person: 'x' }])).toBe('Step 2: choose the person to tell')
    expect(wrong([owner, { key: 'b', after: 5, tell: 'role' }])).toBe('Step 2: choose the role to tell')
    expect(wrong([owner, { key: 'b', after: 5, tell: 'pool' }])).toBe('Step 2: choose the pool')
    expect(wrong([{ key: 'b', after: 5, tell: 'pool', pool: ID }], 'task')).toBe('Step 1: only customers can go to a pool')
    expect(
      wrong([
        { key: 'b', after: 5, tell: 'pool', pool: ID },
        { key: 'c', after: 6, tell: 'owner' },
      ]),
    ).toBe('Step 1: a pool can only be the last step')
  })
})

describe('the condition of a rule', () => {
  it('is a condition, and the same for everybody', () => {
    expect(wrongCondition(null)).toBe(null)
    expect(wrongCondition({ field: 'is_strategic', op: 'eq', value: true })).toBe(null)
    expect(wrongCondition({ field: 'name', op: 'sounds_like', value: 'x' })?.en).toContain('sounds_like')
    expect(wrongCondition({ and: [{ not: { field: 'owner', op: 'eq', value: { me: true } } }] })?.en).toContain('me')
  })
})
