import { describe, expect, it } from 'vitest'
import type { Step } from '../reminder-rule/steps.options.ts'
import { readSteps } from '../reminder-rule/steps.ts'
import { moved, without, withOneMore } from './rung-order.ts'

const POOL = '01900000-0000-7000-8000-000000000001'
const step = (key: string, after: number, tell: Step['tell']): Step => ({
  key,
  after,
  tell,
  person: null,
  role: null,
  pool: tell === 'pool' ? POOL : null,
})
const ladder = [step('a', 3, 'owner'), step('b', 5, 'manager'), step('c', 10, 'pool')]

describe('the order of steps', () => {
  it('exchanges what happens and keeps the days climbing', () => {
    expect(moved(ladder, 0, 1)).toEqual([step('b', 3, 'manager'), step('a', 5, 'owner'), step('c', 10, 'pool')])
    expect(moved(ladder, 0, -1)).toEqual(ladder)
    expect(without(ladder, 1)).toEqual([ladder[0], ladder[2]])
  })

  it('takes one more before the pool, and stays a ladder that is accepted', () => {
    let steps: readonly Step[] = ladder
    for (let n = 4; n <= 8; n += 1) {
      steps = withOneMore(steps)
      expect(readSteps(JSON.parse(JSON.stringify(steps)), 'customer').wrong).toBe(undefined)
      expect([steps.length, steps[steps.length - 1]?.tell]).toEqual([n, 'pool'])
    }
    expect(withOneMore([step('a', 5, 'owner')])).toEqual([step('a', 5, 'owner'), step('s2', 10, 'manager')])
  })
})
